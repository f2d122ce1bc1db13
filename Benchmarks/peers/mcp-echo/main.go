// Command mcp-echo is a fast MCP tool server for measurements: Streamable HTTP on loopback, handshake
// revisions and 2026-07-28, the tools echo and add. It does as little as a correct server can.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync/atomic"
)

const (
	latest    = "2025-11-25"
	modern    = "2026-07-28"
	bodyMax   = 16 << 20 // bytes
	toolsJSON = `[{"name":"echo","description":"Echo text back","inputSchema":{"type":"object","properties":` +
		`{"text":{"type":"string"}},"required":["text"]}},{"name":"add","description":"Add two numbers",` +
		`"inputSchema":{"type":"object","properties":{"a":{"type":"number"},"b":{"type":"number"}},"required":["a","b"]}}]`
)

type request struct {
	ID     json.RawMessage `json:"id"`
	Method string          `json:"method"`
	Params struct {
		ProtocolVersion string `json:"protocolVersion"`
		Name            string `json:"name"`
		Arguments       struct {
			Text string  `json:"text"`
			A    float64 `json:"a"`
			B    float64 `json:"b"`
		} `json:"arguments"`
	} `json:"params"`
}

// result answers one request; ok is false for a method this server does not have.
func result(r *request) (text string, ok bool) {
	switch r.Method {
	case "initialize":
		version := r.Params.ProtocolVersion
		if version == "" || version > latest {
			version = latest
		}
		return fmt.Sprintf(`{"protocolVersion":%q,"capabilities":{"tools":{}},"serverInfo":{"name":"echo","version":"1"}}`, version), true
	case "server/discover":
		return `{"resultType":"complete","supportedVersions":["` + modern + `"],"capabilities":{"tools":{}}}`, true
	case "tools/list":
		return `{"tools":` + toolsJSON + `}`, true
	case "tools/call":
		text := r.Params.Arguments.Text
		if r.Params.Name == "add" {
			text = fmt.Sprint(r.Params.Arguments.A + r.Params.Arguments.B)
		}
		quoted, _ := json.Marshal(text)
		return `{"content":[{"type":"text","text":` + string(quoted) + `}],"isError":false}`, true
	case "ping":
		return `{}`, true
	}
	return "", false
}

var sessions atomic.Int64

// streams says whether calls are answered as event streams.
var streams *bool

func serve(w http.ResponseWriter, q *http.Request) {
	switch q.Method {
	case http.MethodPost:
	case http.MethodDelete:
		return
	default:
		w.Header().Set("Allow", "POST, DELETE")
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, q.Body, bodyMax))
	var r request
	if err != nil || json.Unmarshal(body, &r) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	if len(r.ID) == 0 {
		w.WriteHeader(http.StatusAccepted)
		return
	}
	if r.Method == "initialize" {
		w.Header().Set("Mcp-Session-Id", fmt.Sprintf("s%d", sessions.Add(1)))
	}
	if *streams && r.Method == "tools/call" {
		text, _ := result(&r)
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprintf(w, "event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}\n\n", r.ID, text)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if text, ok := result(&r); ok {
		fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":%s}`, r.ID, text)
	} else {
		fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"method not found"}}`, r.ID)
	}
}

func main() {
	streams = flag.Bool("sse", false, "answer calls as event streams")
	port := flag.Int("port", 9801, "loopback port")
	flag.Parse()
	http.HandleFunc("/mcp", serve)
	log.Fatal(http.ListenAndServe(net.JoinHostPort("127.0.0.1", fmt.Sprint(*port)), nil))
}
