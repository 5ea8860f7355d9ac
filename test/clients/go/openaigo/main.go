// openai-go 3, as OpenAI's and as Azure's client.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"clients/checks"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/azure"
	"github.com/openai/openai-go/v3/option"
	"github.com/openai/openai-go/v3/responses"
)

const model = "gpt-5.4-mini"

var (
	ctx    = context.Background()
	client = connect(checks.Key)
	data   = connect(checks.DataKey)
	dated  = openai.NewClient(
		azure.WithEndpoint(checks.TLSOrigin, "2024-10-21"),
		azure.WithAPIKey(checks.Key),
		option.WithMaxRetries(0),
	)
)

func connect(key string) openai.Client {
	return openai.NewClient(
		option.WithBaseURL(checks.Base), option.WithAPIKey(key), option.WithMaxRetries(0),
	)
}

func ask(text string) openai.ChatCompletionNewParams {
	return openai.ChatCompletionNewParams{
		Model:    model,
		Messages: []openai.ChatCompletionMessageParamUnion{openai.UserMessage(text)},
	}
}

func say(one openai.Client, params openai.ChatCompletionNewParams, mark string, options ...option.RequestOption) error {
	answer, err := one.Chat.Completions.New(ctx, params, options...)
	if err != nil {
		return err
	}
	return checks.Has(answer.Choices[0].Message.Content, mark)
}

func stream(one openai.Client, text string, options ...option.RequestOption) (string, error) {
	parts := one.Chat.Completions.NewStreaming(ctx, ask(text), options...)
	said := ""
	for parts.Next() {
		for _, choice := range parts.Current().Choices {
			said += choice.Delta.Content
		}
	}
	return said, parts.Err()
}

func streamResponse(text string, options ...option.RequestOption) (string, error) {
	events := client.Responses.NewStreaming(ctx, responses.ResponseNewParams{
		Model: model,
		Input: responses.ResponseNewParamsInputUnion{OfString: openai.String(text)},
	}, options...)
	said := ""
	for events.Next() {
		if event := events.Current(); event.Type == "response.completed" {
			said = event.Response.OutputText()
		}
	}
	return said, events.Err()
}

func cut() option.RequestOption { return option.WithHeader(checks.FaultHeader, checks.Cut) }

func both(check func(openai.Client) error) error {
	if err := check(client); err != nil {
		return err
	}
	return check(dated)
}

func main() {
	checks.Run(map[string]func() error{
		"chat": func() error {
			return both(func(one openai.Client) error { return say(one, ask("[chat]"), "[chat]") })
		},
		"chat-stream": func() error {
			return both(func(one openai.Client) error {
				said, err := stream(one, "[chat-stream]")
				if err != nil {
					return err
				}
				return checks.Has(said, "[chat-stream]")
			})
		},
		"chat-tools": chatTools,
		"chat-defaults": func() error {
			params := ask("[chat-defaults]")
			params.Model = checks.StrictModel
			params.Temperature = openai.Float(1)
			params.TopP = openai.Float(1)
			params.PresencePenalty = openai.Float(0)
			params.FrequencyPenalty = openai.Float(0)
			return say(client, params, "[chat-defaults]")
		},
		"chat-cut": func() error {
			_, err := stream(client, strings.Repeat("[chat-cut] ", 20), cut())
			return checks.Fails(err, "")
		},
		"responses": func() error {
			answer, err := client.Responses.New(ctx, responses.ResponseNewParams{
				Model: model,
				Input: responses.ResponseNewParamsInputUnion{OfString: openai.String("[responses]")},
			})
			if err != nil {
				return err
			}
			return checks.Has(answer.OutputText(), "[responses]")
		},
		"responses-stream": func() error {
			said, err := streamResponse("[responses-stream]")
			if err != nil {
				return err
			}
			return checks.Has(said, "[responses-stream]")
		},
		"responses-cut": func() error {
			_, err := streamResponse(strings.Repeat("[responses-cut] ", 20), cut())
			return checks.Fails(err, "")
		},
		"embeddings": func() error {
			answer, err := client.Embeddings.New(ctx, openai.EmbeddingNewParams{
				Model: "text-embedding-3-small",
				Input: openai.EmbeddingNewParamsInputUnion{OfString: openai.String("[embeddings]")},
			})
			if err == nil && len(answer.Data[0].Embedding) != 1536 {
				err = fmt.Errorf("%d numbers", len(answer.Data[0].Embedding))
			}
			return err
		},
		"batch":     batch,
		"wrong-key": func() error { return checks.Fails(say(connect("sk-wrong"), ask("hi"), ""), "401") },
		"retry": func() error {
			return say(client, ask("[retry]"), "[retry]", option.WithMaxRetries(2),
				option.WithHeader(checks.FaultHeader, checks.Once429))
		},
	})
}

func chatTools() error {
	params := ask("[chat-tools]")
	params.Tools = []openai.ChatCompletionToolUnionParam{openai.ChatCompletionFunctionTool(
		openai.FunctionDefinitionParam{
			Name: "weather",
			Parameters: openai.FunctionParameters{
				"type":       "object",
				"properties": map[string]any{"city": map[string]any{"type": "string"}},
			},
		},
	)}
	first, err := client.Chat.Completions.New(ctx, params)
	if err != nil {
		return err
	}
	message := first.Choices[0].Message
	params.Messages = append(params.Messages, message.ToParam(),
		openai.ToolMessage("sunny", message.ToolCalls[0].ID))
	return say(client, params, "sunny")
}

func batch() error {
	line, err := json.Marshal(map[string]any{
		"custom_id": "1",
		"method":    "POST",
		"url":       "/v1/chat/completions",
		"body": map[string]any{
			"model":    "gpt-5.4-batch",
			"messages": []any{map[string]any{"role": "user", "content": "[batch]"}},
		},
	})
	if err != nil {
		return err
	}
	sent, err := data.Files.New(ctx, openai.FileNewParams{
		File:    openai.File(bytes.NewReader(line), "a.jsonl", "application/jsonl"),
		Purpose: openai.FilePurposeBatch,
	})
	if err != nil {
		return err
	}
	made, err := data.Batches.New(ctx, openai.BatchNewParams{
		InputFileID:      sent.ID,
		Endpoint:         openai.BatchNewParamsEndpointV1ChatCompletions,
		CompletionWindow: openai.BatchNewParamsCompletionWindow24h,
	})
	for look := 0; err == nil && look < 50 && made.Status != openai.BatchStatusCompleted; look++ {
		if made.CreatedAt == 0 {
			return fmt.Errorf("created_at is 0")
		}
		made, err = data.Batches.Get(ctx, made.ID)
	}
	if err != nil {
		return err
	}
	output, err := data.Files.Content(ctx, made.OutputFileID)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(output.Body)
	if err != nil {
		return err
	}
	return checks.Has(string(text), "[batch]")
}
