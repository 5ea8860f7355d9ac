//! async-openai, as OpenAI's and as Azure's client.
use std::env;
use std::error::Error;

use async_openai::Client;
use async_openai::config::{AzureConfig, Config, OpenAIConfig};
use async_openai::types::batches::BatchStatus;
use async_openai::types::chat::CreateChatCompletionRequest;
use async_openai::types::files::{CreateFileRequest, FileInput, FilePurpose};
use async_openai::types::responses::ResponseStreamEvent;
use futures::StreamExt;
use serde_json::{Value, json};

type Outcome = Result<(), Box<dyn Error>>;

const MODEL: &str = "gpt-5.4-mini";
const CUT: (&str, &str) = ("x-ms-fault", "cut-after-events=5");

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_default()
}

fn config(key: &str) -> OpenAIConfig {
    OpenAIConfig::new()
        .with_api_base(format!("{}/v1", variable("GATEWAY_ORIGIN")))
        .with_api_key(key)
}

fn client() -> Client<OpenAIConfig> {
    Client::with_config(config(&variable("GATEWAY_KEY")))
}

fn azure() -> Client<AzureConfig> {
    let config = AzureConfig::new()
        .with_api_base(variable("GATEWAY_ORIGIN"))
        .with_api_key(variable("GATEWAY_KEY"))
        .with_deployment_id(MODEL)
        .with_api_version("2024-10-21");
    Client::with_config(config)
}

fn cutting() -> Result<Client<OpenAIConfig>, Box<dyn Error>> {
    let config = config(&variable("GATEWAY_KEY")).with_header(CUT.0, CUT.1)?;
    Ok(Client::with_config(config))
}

/// The answer repeats what Azure received, so it must contain it.
fn has(text: &str, part: &str) -> Outcome {
    if text.contains(part) {
        return Ok(());
    }
    Err(format!("{part:?} is not in {text:?}").into())
}

/// The result must be an error whose message contains the part.
fn fails<T>(result: Result<T, Box<dyn Error>>, part: &str) -> Outcome {
    match result {
        Ok(_) => Err("no error".into()),
        Err(error) => has(&format!("{error} {error:?}"), part),
    }
}

fn ask(text: &str, more: Value) -> Result<CreateChatCompletionRequest, serde_json::Error> {
    let mut body = json!({"model": MODEL, "messages": [{"role": "user", "content": text}]});
    if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
        body.extend(more);
    }
    serde_json::from_value(body)
}

async fn say<C: Config>(
    client: Client<C>,
    text: &str,
    more: Value,
) -> Result<String, Box<dyn Error>> {
    let answer = client.chat().create(ask(text, more)?).await?;
    Ok(answer.choices[0]
        .message
        .content
        .clone()
        .unwrap_or_default())
}

async fn stream<C: Config>(client: Client<C>, text: &str) -> Result<String, Box<dyn Error>> {
    let request = ask(text, json!({"stream": true}))?;
    let mut parts = client.chat().create_stream(request).await?;
    let mut said = String::new();
    while let Some(part) = parts.next().await {
        for choice in part?.choices {
            said += &choice.delta.content.unwrap_or_default();
        }
    }
    Ok(said)
}

async fn stream_response(
    client: Client<OpenAIConfig>,
    text: &str,
) -> Result<String, Box<dyn Error>> {
    let request = serde_json::from_value(json!({"model": MODEL, "input": text, "stream": true}))?;
    let mut events = client.responses().create_stream(request).await?;
    let mut said = String::new();
    while let Some(event) = events.next().await {
        match event? {
            ResponseStreamEvent::ResponseOutputTextDelta(event) => said += &event.delta,
            ResponseStreamEvent::ResponseError(event) => return Err(event.message.into()),
            _ => (),
        }
    }
    Ok(said)
}

async fn batch() -> Outcome {
    let data = Client::with_config(config(&variable("GATEWAY_DATA_KEY")));
    let line = json!({
        "custom_id": "1",
        "method": "POST",
        "url": "/v1/chat/completions",
        "body": {"model": "gpt-5.4-batch", "messages": [{"role": "user", "content": "[batch]"}]},
    });
    let sent = data
        .files()
        .create(CreateFileRequest {
            file: FileInput::from_vec_u8("a.jsonl".into(), line.to_string().into_bytes()),
            purpose: FilePurpose::Batch,
            expires_after: None,
        })
        .await?;
    let request = json!({
        "input_file_id": sent.id,
        "endpoint": "/v1/chat/completions",
        "completion_window": "24h",
    });
    let mut made = data
        .batches()
        .create(serde_json::from_value(request)?)
        .await?;
    for _ in 0..50 {
        if made.status == BatchStatus::Completed {
            return Ok(());
        }
        made = data.batches().retrieve(&made.id).await?;
    }
    Err(format!("its status is {:?}", made.status).into())
}

async fn check(name: &str) -> Outcome {
    match name {
        "chat" => {
            has(&say(client(), "[chat]", json!({})).await?, "[chat]")?;
            has(&say(azure(), "[chat]", json!({})).await?, "[chat]")
        }
        "chat-stream" => {
            has(&stream(client(), "[chat-stream]").await?, "[chat-stream]")?;
            has(&stream(azure(), "[chat-stream]").await?, "[chat-stream]")
        }
        "chat-defaults" => {
            let more = json!({"model": "gpt-5-mini", "top_p": 1.0, "temperature": 1.0, "presence_penalty": 0.0});
            has(
                &say(client(), "[chat-defaults]", more).await?,
                "[chat-defaults]",
            )
        }
        "chat-cut" => fails(stream(cutting()?, &"[chat-cut] ".repeat(20)).await, ""),
        "responses-stream" => {
            let said = stream_response(client(), "[responses-stream]").await?;
            has(&said, "[responses-stream]")
        }
        "responses-cut" => {
            let text = "[responses-cut] ".repeat(20);
            let result = stream_response(cutting()?, &text).await;
            if let Err(error) = &result
                && error.to_string().contains("missing field")
            {
                return Err(format!("the event cannot be read: {error}").into());
            }
            fails(result, "")
        }
        "embeddings" => {
            let request = json!({"model": "text-embedding-3-small", "input": "[embeddings]"});
            let answer = client()
                .embeddings()
                .create(serde_json::from_value(request)?)
                .await?;
            has(&answer.data[0].embedding.len().to_string(), "1536")
        }
        "batch" => batch().await,
        "wrong-key" => {
            let client = Client::with_config(config("sk-wrong"));
            fails(say(client, "hi", json!({})).await, "invalid_api_key")
        }
        _ => Err("unknown".into()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for name in env::args().skip(1) {
        match check(&name).await {
            Ok(()) => println!("ok {name}"),
            Err(error) => println!("not ok {name} - {}", error.to_string().replace('\n', " ")),
        }
    }
}
