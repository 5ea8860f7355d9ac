import com.openai.azure.AzureOpenAIServiceVersion;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FilePurpose;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import java.util.Map;
import java.util.stream.Collectors;

/** openai-java. */
public final class Program {
  private static final String MODEL = "gpt-5.4-mini";
  private static final OpenAIClient CLIENT = connect(Checks.KEY);
  private static final OpenAIClient DATA = connect(Checks.DATA_KEY);
  private static final String LINE =
      "{\"custom_id\":\"1\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":"
          + "{\"model\":\"gpt-5.4-batch\",\"messages\":[{\"role\":\"user\",\"content\":\"[batch]\"}]}}";

  private static OpenAIClient connect(String key) {
    return OpenAIOkHttpClient.builder().baseUrl(Checks.BASE).apiKey(key).maxRetries(0).build();
  }

  private static ChatCompletionCreateParams.Builder ask(String text) {
    return ChatCompletionCreateParams.builder().model(MODEL).addUserMessage(text);
  }

  private static String say(OpenAIClient client, ChatCompletionCreateParams params) {
    return client.chat().completions().create(params).choices().get(0).message().content().get();
  }

  private static String stream(ChatCompletionCreateParams params) {
    try (StreamResponse<ChatCompletionChunk> parts =
        CLIENT.chat().completions().createStreaming(params)) {
      return parts.stream()
          .flatMap(part -> part.choices().stream())
          .map(choice -> choice.delta().content().orElse(""))
          .collect(Collectors.joining());
    }
  }

  private static String streamResponse(ResponseCreateParams params) {
    try (StreamResponse<ResponseStreamEvent> events = CLIENT.responses().createStreaming(params)) {
      return events.stream()
          .map(event -> event.outputTextDelta().map(delta -> delta.delta()).orElse(""))
          .collect(Collectors.joining());
    }
  }

  private static void batch() {
    var sent =
        DATA.files()
            .create(
                FileCreateParams.builder()
                    .file(
                        com.openai.core.MultipartField.<java.io.InputStream>builder()
                            .value(new java.io.ByteArrayInputStream(LINE.getBytes()))
                            .filename("a.jsonl")
                            .build())
                    .purpose(FilePurpose.BATCH)
                    .build());
    Batch made =
        DATA.batches()
            .create(
                BatchCreateParams.builder()
                    .inputFileId(sent.id())
                    .endpoint(BatchCreateParams.Endpoint.V1_CHAT_COMPLETIONS)
                    .completionWindow(BatchCreateParams.CompletionWindow._24H)
                    .build());
    for (int look = 0; look < 50 && !made.status().equals(Batch.Status.COMPLETED); look++) {
      made = DATA.batches().retrieve(made.id());
    }
    made.validate();
    Checks.has(made.status().toString(), "completed");
  }

  public static void main(String[] names) {
    OpenAIClient azure =
        OpenAIOkHttpClient.builder()
            .baseUrl(Checks.ORIGIN + "/openai/v1")
            .credential(com.openai.azure.credential.AzureApiKeyCredential.create(Checks.KEY))
            .azureServiceVersion(AzureOpenAIServiceVersion.getV2024_10_21())
            .build();
    Checks.run(
        names,
        Map.of(
            "chat",
            () -> {
              Checks.has(say(CLIENT, ask("[chat]").build()), "[chat]");
              Checks.has(say(azure, ask("[chat]").build()), "[chat]");
            },
            "chat-stream",
            () -> Checks.has(stream(ask("[chat-stream]").build()), "[chat-stream]"),
            "chat-defaults",
            () ->
                Checks.has(
                    say(CLIENT, ask("[chat-defaults]").model(Checks.STRICT_MODEL).topP(1.0).temperature(1.0).build()),
                    "[chat-defaults]"),
            "chat-cut",
            () ->
                Checks.fails(
                    () ->
                        stream(
                            ask("[chat-cut] ".repeat(20))
                                .putAdditionalHeader(Checks.FAULT, Checks.CUT)
                                .build()),
                    ""),
            "responses-stream",
            () ->
                Checks.has(
                    streamResponse(
                        ResponseCreateParams.builder()
                            .model(MODEL)
                            .input("[responses-stream]")
                            .build()),
                    "[responses-stream]"),
            "responses-cut",
            () ->
                Checks.fails(
                    () ->
                        streamResponse(
                            ResponseCreateParams.builder()
                                .model(MODEL)
                                .input("[responses-cut] ".repeat(20))
                                .putAdditionalHeader(Checks.FAULT, Checks.CUT)
                                .build()),
                    ""),
            "embeddings",
            () ->
                CLIENT
                    .embeddings()
                    .create(
                        EmbeddingCreateParams.builder()
                            .model("text-embedding-3-small")
                            .input("[embeddings]")
                            .build())
                    .validate(),
            "batch",
            Program::batch,
            "wrong-key",
            () -> Checks.fails(() -> say(connect("sk-wrong"), ask("hi").build()), "401")));
  }
}
