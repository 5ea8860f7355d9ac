import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** langchain4j. */
public final class Program {
  private static final String MODEL = "gpt-5.4-mini";

  private static OpenAiChatModel.OpenAiChatModelBuilder model(String key) {
    return OpenAiChatModel.builder()
        .baseUrl(Checks.BASE)
        .apiKey(key)
        .modelName(MODEL)
        .maxRetries(0);
  }

  private static String stream(String text, Map<String, String> headers) throws Exception {
    CompletableFuture<String> said = new CompletableFuture<>();
    OpenAiStreamingChatModel.builder()
        .baseUrl(Checks.BASE)
        .apiKey(Checks.KEY)
        .modelName(MODEL)
        .customHeaders(headers)
        .build()
        .chat(
            text,
            new StreamingChatResponseHandler() {
              @Override
              public void onPartialResponse(String part) {}

              @Override
              public void onCompleteResponse(ChatResponse response) {
                said.complete(response.aiMessage().text());
              }

              @Override
              public void onError(Throwable error) {
                said.completeExceptionally(error);
              }
            });
    return said.get();
  }

  public static void main(String[] names) {
    Checks.run(
        names,
        Map.of(
            "chat",
            () -> Checks.has(model(Checks.KEY).build().chat("[chat]"), "[chat]"),
            "chat-stream",
            () -> Checks.has(stream("[chat-stream]", Map.of()), "[chat-stream]"),
            "chat-defaults",
            () ->
                Checks.has(
                    model(Checks.KEY)
                        .modelName(Checks.STRICT_MODEL)
                        .temperature(1.0)
                        .topP(1.0)
                        .presencePenalty(0.0)
                        .frequencyPenalty(0.0)
                        .build()
                        .chat("[chat-defaults]"),
                    "[chat-defaults]"),
            "chat-cut",
            () ->
                Checks.fails(
                    () -> stream("[chat-cut] ".repeat(20), Map.of(Checks.FAULT, Checks.CUT)), ""),
            "embeddings",
            () ->
                OpenAiEmbeddingModel.builder()
                    .baseUrl(Checks.BASE)
                    .apiKey(Checks.KEY)
                    .modelName("text-embedding-3-small")
                    .build()
                    .embed("[embeddings]"),
            "wrong-key",
            () -> Checks.fails(() -> model("sk-wrong").build().chat("hi"), "key")));
  }
}
