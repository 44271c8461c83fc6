// Kafka's own StandardAuthorizer and quota sensors, asked line by line: see oracle.ts. Run from source, with Kafka's jars on the class path.
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Quota;
import org.apache.kafka.common.metrics.QuotaViolationException;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;
import org.apache.kafka.common.metrics.stats.Rate;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.utils.SecurityUtils;
import org.apache.kafka.metadata.authorizer.StandardAcl;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;
import org.apache.kafka.server.quota.QuotaUtils;

public class Oracle {
    static StandardAuthorizer authorizer;
    static Sensor sensor;

    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = in.readLine()) != null;) {
            String answer = answer(line.split("\t", -1));
            if (answer != null) System.out.println(answer);
        }
        System.out.flush();
    }

    static String answer(String[] w) throws Exception {
        switch (w[0]) {
            case "authorizer":
                authorizer = new StandardAuthorizer();
                authorizer.configure(Map.of("node.id", "1", "allow.everyone.if.no.acl.found", w[1], "super.users", w[2]));
                authorizer.withPluginMetrics(new PluginMetricsImpl(new Metrics(), Map.of()));
                authorizer.completeInitialLoad();
                return null;
            case "acl":
                authorizer.addAcl(Uuid.randomUuid(), new StandardAcl(ResourceType.valueOf(w[1]), w[2], PatternType.valueOf(w[3]),
                    w[4], w[5], AclOperation.valueOf(w[6]), AclPermissionType.valueOf(w[7])));
                return null;
            case "allows":
                ResourcePattern resource = new ResourcePattern(ResourceType.valueOf(w[4]), w[5], PatternType.LITERAL);
                Action action = new Action(AclOperation.valueOf(w[3]), resource, 1, true, true);
                return told(authorizer.authorize(new Client(w[1], w[2]), List.of(action)).get(0));
            case "any":
                return told(authorizer.authorizeByResourceType(new Client(w[1], w[2]), AclOperation.valueOf(w[3]), ResourceType.valueOf(w[4])));
            case "quota":
                Metrics metrics = new Metrics();
                sensor = metrics.sensor("rate");
                MetricConfig config = new MetricConfig().quota(new Quota(Double.parseDouble(w[1]), true))
                    .samples(Integer.parseInt(w[2])).timeWindow(Long.parseLong(w[3]), TimeUnit.MILLISECONDS);
                sensor.add(metrics.metricName("rate", "g"), new Rate(), config);
                return null;
            case "spend":
                long nowMs = Long.parseLong(w[2]);
                try {
                    sensor.record(Double.parseDouble(w[1]), nowMs, true);
                    return "0";
                } catch (QuotaViolationException e) {
                    return String.valueOf(QuotaUtils.throttleTime(e, nowMs));
                }
            case "back":
                sensor.record(-Double.parseDouble(w[1]), Long.parseLong(w[2]), false);
                return null;
            default:
                throw new IllegalArgumentException(w[0]);
        }
    }

    static String told(AuthorizationResult result) {
        return result == AuthorizationResult.ALLOWED ? "true" : "false";
    }

    record Client(String principalText, String host) implements AuthorizableRequestContext {
        public String listenerName() { return "PLAINTEXT"; }
        public SecurityProtocol securityProtocol() { return SecurityProtocol.PLAINTEXT; }
        public KafkaPrincipal principal() { return SecurityUtils.parseKafkaPrincipal(principalText); }
        public InetAddress clientAddress() {
            try {
                return InetAddress.getByName(host);
            } catch (java.net.UnknownHostException e) {
                throw new IllegalArgumentException(e);
            }
        }
        public int requestType() { return 0; }
        public int requestVersion() { return 0; }
        public String clientId() { return "c"; }
        public int correlationId() { return 0; }
    }
}
