import com.azure.ai.openai.OpenAIClient;
import com.azure.ai.openai.OpenAIClientBuilder;
import com.azure.ai.openai.models.ChatCompletions;
import com.azure.ai.openai.models.ChatCompletionsOptions;
import com.azure.ai.openai.models.ChatRequestMessage;
import com.azure.ai.openai.models.ChatRequestUserMessage;
import com.azure.ai.openai.models.EmbeddingsOptions;
import com.azure.core.credential.AzureKeyCredential;
import com.azure.core.http.policy.AddHeadersPolicy;
import com.azure.core.http.policy.ExponentialBackoffOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpHeaderName;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** com.azure:azure-ai-openai, Azure's own SDK for Java. */
public final class Program {
  private static final String MODEL = "gpt-5.4-mini";
  private static final OpenAIClient CLIENT = connect(Checks.KEY, null);

  private static OpenAIClient connect(String key, String fault) {
    OpenAIClientBuilder builder =
        new OpenAIClientBuilder()
            .endpoint(Checks.TLS_ORIGIN)
            .credential(new AzureKeyCredential(key))
            .retryOptions(new RetryOptions(new ExponentialBackoffOptions().setMaxRetries(0)));
    if (fault != null) {
      HttpHeaders headers = new HttpHeaders().set(HttpHeaderName.fromString(Checks.FAULT), fault);
      builder.addPolicy(new AddHeadersPolicy(headers));
    }
    return builder.buildClient();
  }

  private static ChatCompletionsOptions ask(String text) {
    return new ChatCompletionsOptions(List.<ChatRequestMessage>of(new ChatRequestUserMessage(text)));
  }

  private static String say(OpenAIClient client, ChatCompletionsOptions options) {
    ChatCompletions answer = client.getChatCompletions(MODEL, options);
    return answer.getChoices().get(0).getMessage().getContent();
  }

  private static String stream(OpenAIClient client, String text) {
    return client.getChatCompletionsStream(MODEL, ask(text)).stream()
        .filter(part -> part.getChoices() != null && !part.getChoices().isEmpty())
        .map(part -> part.getChoices().get(0).getDelta())
        .map(delta -> delta == null || delta.getContent() == null ? "" : delta.getContent())
        .collect(Collectors.joining());
  }

  public static void main(String[] names) {
    Checks.run(
        names,
        Map.of(
            "chat",
            () -> Checks.has(say(CLIENT, ask("[chat]")), "[chat]"),
            "chat-stream",
            () -> Checks.has(stream(CLIENT, "[chat-stream]"), "[chat-stream]"),
            "chat-defaults",
            () ->
                Checks.has(
                    CLIENT
                        .getChatCompletions(
                            Checks.STRICT_MODEL,
                            ask("[chat-defaults]").setTopP(1.0).setTemperature(1.0))
                        .getChoices()
                        .get(0)
                        .getMessage()
                        .getContent(),
                    "[chat-defaults]"),
            "chat-cut",
            () ->
                Checks.fails(
                    () -> stream(connect(Checks.KEY, Checks.CUT), "[chat-cut] ".repeat(20)), ""),
            // It cannot read comments in a stream, only lines of data and empty ones.
            "slow-first-byte",
            () ->
                Checks.has(
                    stream(connect(Checks.KEY, Checks.SLOW), "[slow-first-byte]"),
                    "[slow-first-byte]"),
            "embeddings",
            () ->
                CLIENT.getEmbeddings(
                    "text-embedding-3-small", new EmbeddingsOptions(List.of("[embeddings]"))),
            "wrong-key",
            () -> Checks.fails(() -> say(connect("sk-wrong", null), ask("hi")), "401")));
  }
}
