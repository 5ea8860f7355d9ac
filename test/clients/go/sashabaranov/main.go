// github.com/sashabaranov/go-openai, as OpenAI's and as Azure's client.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"clients/checks"

	openai "github.com/sashabaranov/go-openai"
)

const model = "gpt-5.4-mini"

var ctx = context.Background()

// faulty adds the header that makes Azure's stand-in fail.
type faulty struct{ fault string }

func (f faulty) Do(request *http.Request) (*http.Response, error) {
	request.Header.Set(checks.FaultHeader, f.fault)
	return http.DefaultClient.Do(request)
}

func connect(key, fault string) *openai.Client {
	config := openai.DefaultConfig(key)
	config.BaseURL = checks.Base
	if fault != "" {
		config.HTTPClient = faulty{fault}
	}
	return openai.NewClientWithConfig(config)
}

var (
	client = connect(checks.Key, "")
	data   = connect(checks.DataKey, "")
	azure  = openai.NewClientWithConfig(openai.DefaultAzureConfig(checks.Key, checks.Origin))
)

func ask(text string) openai.ChatCompletionRequest {
	return openai.ChatCompletionRequest{
		Model:    model,
		Messages: []openai.ChatCompletionMessage{{Role: "user", Content: text}},
	}
}

func say(one *openai.Client, request openai.ChatCompletionRequest, mark string) error {
	answer, err := one.CreateChatCompletion(ctx, request)
	if err != nil {
		return err
	}
	return checks.Has(answer.Choices[0].Message.Content, mark)
}

func stream(one *openai.Client, text string) (string, error) {
	parts, err := one.CreateChatCompletionStream(ctx, ask(text))
	if err != nil {
		return "", err
	}
	defer parts.Close()
	said := ""
	for {
		part, err := parts.Recv()
		if errors.Is(err, io.EOF) {
			return said, nil
		}
		if err != nil {
			return said, err
		}
		for _, choice := range part.Choices {
			said += choice.Delta.Content
		}
	}
}

func both(check func(*openai.Client) error) error {
	if err := check(client); err != nil {
		return err
	}
	return check(azure)
}

func main() {
	checks.Run(map[string]func() error{
		"chat": func() error {
			return both(func(one *openai.Client) error { return say(one, ask("[chat]"), "[chat]") })
		},
		"chat-stream": func() error {
			return both(func(one *openai.Client) error {
				said, err := stream(one, "[chat-stream]")
				if err != nil {
					return err
				}
				return checks.Has(said, "[chat-stream]")
			})
		},
		"chat-defaults": func() error {
			request := ask("[chat-defaults]")
			request.Model = checks.StrictModel
			request.TopP = 1
			request.Temperature = 1
			return say(client, request, "[chat-defaults]")
		},
		"chat-cut": func() error {
			_, err := stream(connect(checks.Key, checks.Cut), strings.Repeat("[chat-cut] ", 20))
			return checks.Fails(err, "")
		},
		"embeddings": func() error {
			answer, err := client.CreateEmbeddings(ctx, openai.EmbeddingRequest{
				Input: "[embeddings]", Model: openai.SmallEmbedding3,
			})
			if err == nil && len(answer.Data[0].Embedding) != 1536 {
				err = fmt.Errorf("%d numbers", len(answer.Data[0].Embedding))
			}
			return err
		},
		"transcription": func() error {
			answer, err := client.CreateTranscription(ctx, openai.AudioRequest{
				Model: openai.Whisper1, FilePath: "tone.wav", Reader: strings.NewReader("RIFF"),
			})
			if err != nil {
				return err
			}
			return checks.Has(answer.Text, "tone.wav")
		},
		"batch": batch,
		"wrong-key": func() error {
			return checks.Fails(say(connect("sk-wrong", ""), ask("hi"), ""), "401")
		},
	})
}

func batch() error {
	line, err := json.Marshal(map[string]any{
		"custom_id": "1",
		"method":    "POST",
		"url":       "/v1/chat/completions",
		"body":      map[string]any{"model": "gpt-5.4-batch", "messages": ask("[batch]").Messages},
	})
	if err != nil {
		return err
	}
	sent, err := data.CreateFileBytes(ctx, openai.FileBytesRequest{
		Name: "a.jsonl", Bytes: line, Purpose: openai.PurposeBatch,
	})
	if err != nil {
		return err
	}
	made, err := data.CreateBatch(ctx, openai.CreateBatchRequest{
		InputFileID: sent.ID, Endpoint: openai.BatchEndpointChatCompletions, CompletionWindow: "24h",
	})
	for look := 0; err == nil && look < 50 && made.Status != "completed"; look++ {
		made, err = data.RetrieveBatch(ctx, made.ID)
	}
	if err == nil && made.OutputFileID == nil {
		err = fmt.Errorf("its status is %s", made.Status)
	}
	return err
}
