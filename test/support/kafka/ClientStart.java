import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Makes a client of each properties file, named producer… or consumer…, and prints "started" or "refused: why"; nobody has to be at the address. */
public class ClientStart {
    public static void main(String[] files) throws Exception {
        for (String file : files) {
            Properties settings = new Properties();
            settings.put("bootstrap.servers", "127.0.0.1:1");
            settings.put("group.id", "g");
            try (var in = Files.newInputStream(Path.of(file))) {
                settings.load(in);
            }
            System.out.println(start(Path.of(file).getFileName().toString(), settings));
        }
    }

    static String start(String name, Properties settings) {
        try (AutoCloseable client = name.startsWith("producer") ? producer(settings) : consumer(settings)) {
            return "started";
        } catch (Exception refusal) {
            Throwable cause = refusal;
            while (cause.getCause() != null) cause = cause.getCause();
            return "refused: " + cause.getMessage().replace('\n', ' ');
        }
    }

    static AutoCloseable producer(Properties settings) {
        settings.remove("group.id");
        KafkaProducer<String, String> producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
        return () -> producer.close(Duration.ZERO);
    }

    static AutoCloseable consumer(Properties settings) {
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        return () -> consumer.close(Duration.ZERO);
    }
}
