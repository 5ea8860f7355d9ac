// Package checks is what the Go programs share: where the gateway is, and how checks are run and
// reported.
package checks

import (
	"fmt"
	"os"
	"strings"
)

// The gateway's addresses and keys, from the environment.
var (
	Origin = os.Getenv("GATEWAY_ORIGIN")
	// TLSOrigin is for clients that send keys over TLS only.
	TLSOrigin = os.Getenv("GATEWAY_TLS_ORIGIN")
	Base      = Origin + "/v1"
	Key       = os.Getenv("GATEWAY_KEY")
	DataKey   = os.Getenv("GATEWAY_DATA_KEY")
)

// StrictModel refuses sampling parameters, the default values too.
const StrictModel = "gpt-5-mini"

// Cut is a header that makes Azure's stand-in cut a stream.
const (
	FaultHeader = "x-ms-fault"
	Cut         = "cut-after-events=5"
	Once429     = "429; retry-after-ms=10; first=1"
)

// Has is an error unless the text contains the part: the answer repeats what Azure received.
func Has(text, part string) error {
	if strings.Contains(text, part) {
		return nil
	}
	return fmt.Errorf("%q is not in %.200q", part, text)
}

// Fails is an error unless err is one whose message contains the part.
func Fails(err error, part string) error {
	if err == nil {
		return fmt.Errorf("no error")
	}
	return Has(err.Error(), part)
}

// Run runs the checks that the command line names.
func Run(checks map[string]func() error) {
	for _, name := range os.Args[1:] {
		if err := checks[name](); err != nil {
			fmt.Printf("not ok %s - %s\n", name, strings.ReplaceAll(err.Error(), "\n", " "))
		} else {
			fmt.Printf("ok %s\n", name)
		}
	}
}
