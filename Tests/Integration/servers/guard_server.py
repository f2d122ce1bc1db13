"""A small guard model: OpenAI-compatible chat completions, scored by visible rules instead of weights.

It stands where an operator's classifier stands, and really answers over HTTP. The score is that of the
strongest rule that matches the last message; the answer is the score as text ("0.97"), or with
`--answers labels` the words that classifiers use (BENIGN, INJECTION, JAILBREAK).
POST /control/mood: fine, down (answers 503) or slow (answers after 30 s). GET /control/count: requests so far.
"""

import argparse
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

RULES = [
    (0.97, "INJECTION", r"ignore (all |any )?(the )?(previous|prior|above) (instructions|rules)"),
    (0.95, "INJECTION", r"(reveal|print|repeat) (your|the) (system|hidden) prompt"),
    (0.93, "JAILBREAK", r"you are (now )?(dan|in developer mode)|pretend (that )?you have no rules"),
    (0.60, "INJECTION", r"do not (tell|inform) the user"),
]


def judge(text):
    """(score in 0...1, label) of the strongest rule that matches."""
    hits = [(score, label) for score, label, pattern in RULES if re.search(pattern, text, re.IGNORECASE)]
    return max(hits, default=(0.01, "BENIGN"))


class Guard(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    answers, mood, count = "score", "fine", 0
    lock = threading.Lock()

    def do_GET(self):
        self.reply(200, {"count": Guard.count})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/control/mood":
            Guard.mood = body.decode()
            return self.reply(200, {})
        if not self.path.endswith("/chat/completions"):
            return self.reply(404, {"error": {"message": "no such path"}})
        with Guard.lock:
            Guard.count += 1
        if Guard.mood == "slow":
            time.sleep(30)
        if Guard.mood == "down":
            return self.reply(503, {"error": {"message": "overloaded"}})
        asked = json.loads(body)
        score, label = judge(as_text(asked["messages"][-1]["content"]))
        said = label if Guard.answers == "labels" else f"{score:.2f}"
        choice = {"index": 0, "message": {"role": "assistant", "content": said}, "finish_reason": "stop"}
        self.reply(200, {"id": f"guard-{Guard.count}", "object": "chat.completion", "created": int(time.time()),
                         "model": asked.get("model", "rules"), "choices": [choice],
                         "usage": {"prompt_tokens": len(body) // 4, "completion_tokens": 1}})

    def reply(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def as_text(content):
    """A message's text: a string, or the text parts of a list."""
    return content if isinstance(content, str) else "\n".join(part.get("text", "") for part in content)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--answers", choices=["score", "labels"], default="score")
    chosen = options.parse_args()
    Guard.answers = chosen.answers
    ThreadingHTTPServer(("127.0.0.1", chosen.port), Guard).serve_forever()
