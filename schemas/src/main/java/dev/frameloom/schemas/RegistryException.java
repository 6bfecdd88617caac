package dev.frameloom.schemas;

import org.apache.kafka.common.KafkaException;

/**
 * The schema registry refused a request, or answered what no registry answers: credentials, the
 * path in the URL, a schema that breaks the subject's compatibility. Trying again won't help, the
 * configuration must change; the record at hand is not to blame.
 */
public class RegistryException extends KafkaException {

  RegistryException(String message, Throwable cause) {
    super(message, cause);
  }

  RegistryException(String message) {
    super(message);
  }
}
