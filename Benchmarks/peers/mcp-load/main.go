// Command mcp-load drives an MCP endpoint on loopback: each worker opens a session of its own, then
// sends one request after another. It checks every answer and prints one JSON object.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	version   = "2025-11-25"
	modern    = "2026-07-28"
	metaJSON  = `"_meta":{"io.modelcontextprotocol/protocolVersion":"` + modern +
		`","io.modelcontextprotocol/clientCapabilities":{}}`
	timeout   = 20 * time.Second
	helloJSON = `{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"` + version +
		`","capabilities":{},"clientInfo":{"name":"mcp-load","version":"1"}}}`
	readyJSON = `{"jsonrpc":"2.0","method":"notifications/initialized"}`
	listJSON  = `{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}`
)

type options struct {
	url, tool, mode string
	headers         headers
	isModern        bool
	workers, warm   int
	duration        time.Duration
	text            string
}

type headers map[string]string

func (h headers) String() string { return "" }
func (h headers) Set(pair string) error {
	name, value, found := strings.Cut(pair, "=")
	if !found {
		return errors.New("a header is NAME=VALUE")
	}
	h[name] = value
	return nil
}

// report is what one run prints. Times are milliseconds; Sent counts every request, also those before the clock ran.
type report struct {
	Sent      int64   `json:"sent"`
	Completed int     `json:"completed"`
	Failed    int     `json:"failed"`
	Failure   string  `json:"failure,omitempty"`
	Rate      float64 `json:"requests_per_second"`
	P50       float64 `json:"p50_ms"`
	P99       float64 `json:"p99_ms"`
	Max       float64 `json:"max_ms"`
}

type client struct {
	options
	http *http.Client
	sent atomic.Int64
}

// post sends one message and returns the answer's session and JSON text, unwrapped if it came as an event stream.
func (c *client) post(session, message string) (string, []byte, error) {
	c.sent.Add(1)
	q, err := http.NewRequest(http.MethodPost, c.url, strings.NewReader(message))
	if err != nil {
		return "", nil, err
	}
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("Accept", "application/json, text/event-stream")
	for name, value := range c.headers {
		q.Header.Set(name, value)
	}
	if c.isModern {
		q.Header.Set("MCP-Protocol-Version", modern)
		if strings.Contains(message, `"tools/list"`) {
			q.Header.Set("Mcp-Method", "tools/list")
		} else {
			q.Header.Set("Mcp-Method", "tools/call")
			q.Header.Set("Mcp-Name", c.tool)
		}
	} else if session != "" {
		q.Header.Set("Mcp-Session-Id", session)
		q.Header.Set("MCP-Protocol-Version", version)
	}
	answer, err := c.http.Do(q)
	if err != nil {
		return "", nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode >= 300 {
		err = fmt.Errorf("status %d: %.200s", answer.StatusCode, body)
	}
	if strings.HasPrefix(answer.Header.Get("Content-Type"), "text/event-stream") {
		for _, line := range bytes.Split(body, []byte("\n")) {
			if bytes.HasPrefix(line, []byte("data:")) {
				body = bytes.TrimSpace(line[5:])
			}
		}
	}
	return answer.Header.Get("Mcp-Session-Id"), body, err
}

func (c *client) open() (string, error) {
	if c.isModern {
		return "", nil
	}
	session, _, err := c.post("", helloJSON)
	if err == nil {
		_, _, err = c.post(session, readyJSON)
	}
	return session, err
}

// list is a request for the list of tools.
func (c *client) list() string {
	if c.isModern {
		return strings.Replace(listJSON, "{}", "{"+metaJSON+"}", 1)
	}
	return listJSON
}

// findTool asks for the list and takes the first tool whose name holds "echo": routers prefix names.
func (c *client) findTool() error {
	session, err := c.open()
	if err != nil || c.tool != "" {
		return err
	}
	_, body, err := c.post(session, c.list())
	var list struct {
		Result struct{ Tools []struct{ Name string } }
	}
	if err != nil || json.Unmarshal(body, &list) != nil {
		return fmt.Errorf("tools/list: %v %.200s", err, body)
	}
	for _, tool := range list.Result.Tools {
		if strings.Contains(tool.Name, "echo") {
			c.tool = tool.Name
			return nil
		}
	}
	return fmt.Errorf("no echo tool in %.200s", body)
}

// one sends request number i and checks that the answer is the right one.
func (c *client) one(session string, i int) error {
	switch c.mode {
	case "init":
		_, _, err := c.post("", helloJSON)
		return err
	case "list":
		_, body, err := c.post(session, c.list())
		if err == nil && !bytes.Contains(body, []byte(c.tool)) {
			err = fmt.Errorf("not a list: %.200s", body)
		}
		return err
	}
	meta := ""
	if c.isModern {
		meta = "," + metaJSON
	}
	message := fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":%q,"arguments":{"text":%q}%s}}`,
		i, c.tool, c.text, meta)
	_, body, err := c.post(session, message)
	if err == nil && !(bytes.Contains(body, []byte(c.text)) && bytes.Contains(body, []byte(`"result"`))) {
		err = fmt.Errorf("not the echo: %.200s", body)
	}
	return err
}

// worker opens a session, warms up, says that it is ready, and from the start signal on measures until the end.
func (c *client) worker(number int, ready *sync.WaitGroup, start <-chan time.Time) (times []float64, failures []error) {
	session, err := c.open()
	for i := 0; err == nil && i < c.warm; i++ {
		err = c.one(session, i+2)
	}
	ready.Done()
	end := (<-start).Add(c.duration)
	if err != nil {
		return nil, []error{err}
	}
	for i := 0; time.Now().Before(end); i++ {
		begun := time.Now()
		if err := c.one(session, number<<32+c.warm+2+i); err != nil {
			failures = append(failures, err)
			continue
		}
		times = append(times, float64(time.Since(begun).Nanoseconds())/1e6)
	}
	return times, failures
}

func (c *client) run() report {
	var ready, done sync.WaitGroup
	var lock sync.Mutex
	var all []float64
	var failures []error
	starts := make([]chan time.Time, c.workers)
	for number := range starts {
		starts[number] = make(chan time.Time, 1)
		ready.Add(1)
		done.Add(1)
		go func(number int) {
			defer done.Done()
			times, failed := c.worker(number, &ready, starts[number])
			lock.Lock()
			defer lock.Unlock()
			all, failures = append(all, times...), append(failures, failed...)
		}(number)
	}
	ready.Wait()
	begun := time.Now()
	for _, start := range starts {
		start <- begun
	}
	done.Wait()
	sort.Float64s(all)
	result := report{Sent: c.sent.Load(), Completed: len(all), Failed: len(failures),
		Rate: float64(len(all)) / time.Since(begun).Seconds(), P50: at(all, 0.5), P99: at(all, 0.99), Max: at(all, 1)}
	if len(failures) > 0 {
		result.Failure = failures[0].Error()
	}
	return result
}

// at is the value at a fraction of the sorted times.
func at(sorted []float64, fraction float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	index := int(fraction * float64(len(sorted)))
	if index == len(sorted) {
		index--
	}
	return sorted[index]
}

func main() {
	o := options{headers: headers{}}
	size := flag.Int("size", 1024, "bytes of text in each call")
	flag.StringVar(&o.url, "url", "http://127.0.0.1:9801/mcp", "endpoint, on loopback")
	flag.StringVar(&o.tool, "tool", "", "tool to call; empty: the first whose name holds echo")
	flag.StringVar(&o.mode, "mode", "call", "call, list or init")
	flag.BoolVar(&o.isModern, "modern", false, "speak 2026-07-28, without sessions")
	flag.Var(o.headers, "header", "NAME=VALUE, may be repeated")
	flag.IntVar(&o.workers, "c", 16, "workers, each with a connection and a session")
	flag.IntVar(&o.warm, "warm", 50, "requests of each worker before the clock runs")
	flag.DurationVar(&o.duration, "d", 3*time.Second, "how long to measure")
	flag.Parse()
	o.text = strings.Repeat("lorem ipsum dolor ", *size/18+1)[:*size]

	if target, err := url.Parse(o.url); err != nil || (target.Hostname() != "127.0.0.1" && target.Hostname() != "localhost") {
		fmt.Fprintln(os.Stderr, "mcp-load: loopback only")
		os.Exit(2)
	}
	transport := &http.Transport{MaxIdleConnsPerHost: 1024, DisableCompression: true}
	c := &client{options: o, http: &http.Client{Transport: transport, Timeout: timeout}}
	if err := c.findTool(); err != nil {
		fmt.Fprintln(os.Stderr, "mcp-load:", err)
		os.Exit(1)
	}
	json.NewEncoder(os.Stdout).Encode(c.run())
}
