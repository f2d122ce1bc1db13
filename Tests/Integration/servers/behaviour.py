"""What the tools of the test servers do, the same on both generations of FastMCP."""

import asyncio
import hashlib

from pydantic import BaseModel

from samples import AWS_KEY, CARD, EMAIL


class Sum(BaseModel):
    sum: float


class Customer(BaseModel):
    name: str
    email: str
    card: str


def install(server, context_type):
    """Registers every tool on `server`, a FastMCP of either generation."""

    @server.tool(description="Echo text back")
    def echo(text: str) -> str:
        return text

    @server.tool(description="Add two numbers")
    def add(a: float, b: float) -> Sum:
        return Sum(sum=a + b)

    @server.tool(description="Answer after some seconds")
    async def slow(seconds: float) -> str:
        await asyncio.sleep(min(seconds, 30))
        return f"slept {seconds}"

    @server.tool(description="Report progress step by step, then answer")
    async def progress(steps: int, interval: float, context: context_type) -> str:
        for step in range(1, steps + 1):
            await asyncio.sleep(min(interval, 5))
            await context.report_progress(step, steps)
        return f"{steps} steps"

    @server.tool(description="Read a configuration file that holds a credential")
    def read_config() -> str:
        return f"region = eu-west-1\naccess_key = {AWS_KEY}\n"

    @server.tool(description="Look up a customer")
    def get_customer(name: str) -> Customer:
        return Customer(name=name, email=EMAIL, card=CARD)

    @server.tool(description="Delete everything")
    def delete_all(confirm: bool) -> str:
        return "deleted" if confirm else "kept"

    @server.tool(description="Close an account")
    def close_account(name: str) -> str:
        return f"closed {name}"

    @server.tool(description="Send a message to an outside address")
    def send_message(to: str, body: str) -> str:
        return f"sent {len(body)} characters to {to}"

    @server.tool(description="Use a credential")
    def use_credential(credential: str) -> str:
        return hashlib.sha256(credential.encode()).hexdigest()

    @server.tool(description="Fail")
    def fail(why: str) -> str:
        raise ValueError(why)

    @server.tool(description="Answer with many bytes")
    def big(size: int) -> str:
        return "x" * min(size, 16_000_000)


def shifty(word: str) -> str:
    """The body of the tool whose definition a test changes while the server runs."""
    return f"shifty {word}"
