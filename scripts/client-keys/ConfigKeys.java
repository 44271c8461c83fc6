import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.utils.AppInfoParser;

/** Prints, as JSON, what the configuration classes of one Kafka version declare: key, type, default, range, deprecation. */
public class ConfigKeys {
    /** Table name, then where its ConfigDef is: a static method or field, whichever a version has. Several add up. */
    static final String[][] TABLES = {
        {"producer", "org.apache.kafka.clients.producer.ProducerConfig#configDef"},
        {"consumer", "org.apache.kafka.clients.consumer.ConsumerConfig#configDef"},
        {"admin", "org.apache.kafka.clients.admin.AdminClientConfig#configDef"},
        {"worker", "org.apache.kafka.connect.runtime.distributed.DistributedConfig#CONFIG,config", "org.apache.kafka.connect.runtime.standalone.StandaloneConfig#CONFIG"},
        {"source-connector", "org.apache.kafka.connect.runtime.SourceConnectorConfig#configDef"},
        {"sink-connector", "org.apache.kafka.connect.runtime.SinkConnectorConfig#configDef"},
        {"mirror", "org.apache.kafka.connect.mirror.MirrorMakerConfig#config,CONFIG_DEF", "org.apache.kafka.connect.mirror.MirrorConnectorConfig#CONNECTOR_CONFIG_DEF,BASE_CONNECTOR_CONFIG_DEF",
            "org.apache.kafka.connect.mirror.MirrorSourceConfig#CONNECTOR_CONFIG_DEF,SOURCE_CONNECTOR_CONFIG_DEF", "org.apache.kafka.connect.mirror.MirrorCheckpointConfig#CONNECTOR_CONFIG_DEF,CHECKPOINT_CONNECTOR_CONFIG_DEF",
            "org.apache.kafka.connect.mirror.MirrorHeartbeatConfig#CONNECTOR_CONFIG_DEF,HEARTBEAT_CONNECTOR_CONFIG_DEF", "org.apache.kafka.connect.mirror.MirrorClientConfig#CONFIG_DEF"},
        {"broker", "kafka.server.KafkaConfig$#configDef", "kafka.server.KafkaConfig#configDef", "org.apache.kafka.server.config.AbstractKafkaConfig#CONFIG_DEF"},
    };

    public static void main(String[] args) throws Exception {
        StringBuilder out = new StringBuilder("{\"version\":" + text(AppInfoParser.getVersion()));
        for (String[] table : TABLES) {
            Map<String, String> rows = new TreeMap<>();
            for (int i = 1; i < table.length; i++) collect(table[i], rows);
            if (rows.isEmpty()) throw new IllegalStateException("nothing declares " + table[0]);
            out.append(",\n").append(text(table[0])).append(":{").append(String.join(",\n", rows.values())).append('}');
        }
        System.out.println(out.append('}'));
    }

    static void collect(String where, Map<String, String> rows) throws Exception {
        Class<?> owner;
        try {
            owner = Class.forName(where.substring(0, where.indexOf('#')));
        } catch (ClassNotFoundException e) {
            System.err.println("not in this version: " + where);
            return;
        }
        for (String member : where.substring(where.indexOf('#') + 1).split(",")) {
            ConfigDef def = find(owner, member);
            if (def != null) for (ConfigDef.ConfigKey key : def.configKeys().values()) rows.putIfAbsent(key.name, row(key));
        }
    }

    static ConfigDef find(Class<?> owner, String member) throws Exception {
        for (Method method : owner.getDeclaredMethods())
            if (method.getName().equals(member) && method.getReturnType() == ConfigDef.class && java.lang.reflect.Modifier.isStatic(method.getModifiers())) {
                method.setAccessible(true);
                if (method.getParameterCount() == 0) return (ConfigDef) method.invoke(null);
                Class<?> only = method.getParameterCount() == 1 ? method.getParameterTypes()[0] : null;
                if (only != null && only.getSimpleName().equals("Crypto")) // DistributedConfig.config asks it for algorithms
                    return (ConfigDef) method.invoke(null, only.getField("SYSTEM").get(null));
            }
        for (Field field : owner.getDeclaredFields())
            if (field.getName().equals(member) && field.getType() == ConfigDef.class) {
                field.setAccessible(true);
                return (ConfigDef) field.get(null); // KafkaConfig$.configDef is static in its object's class, too
            }
        return null;
    }

    static String row(ConfigDef.ConfigKey key) {
        List<String> parts = new ArrayList<>();
        parts.add("\"type\":" + text(key.type.toString().toLowerCase()));
        if (!key.hasDefault()) parts.add("\"required\":true");
        else if (key.defaultValue != null) parts.add("\"default\":" + text(ConfigDef.convertToString(key.defaultValue, key.type)));
        if (key.validator != null) parts.add("\"valid\":" + text(key.validator.toString()));
        if (key.documentation != null && key.documentation.toLowerCase().matches("(?s)\\(?deprecated\\b.*|.*\\bthis config(uration)? (is|has been) deprecated.*")) parts.add("\"deprecated\":true");
        return text(key.name) + ":{" + String.join(",", parts) + "}";
    }

    static String text(String s) {
        return '"' + s.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "").replace("\t", " ") + '"';
    }
}
