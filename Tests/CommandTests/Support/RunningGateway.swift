import Basics
import Glibc
import TestKit

@testable import Console

/// `agw serve` in an installation of its own, ended with the test.
final class RunningGateway {
  let installation: Installation
  let streams: Streams
  private let pid: pid_t
  private var isReaped = false

  var agw: Agw { installation.agw }
  var state: String { installation.directory.file("state") }

  /// Starts it and waits until it says that it is ready, for at most 20 seconds.
  init() throws {
    installation = try Installation()
    streams = try Streams(in: installation.directory.path)
    pid = try installation.agw.start(["serve"], streams)
    guard Self.eventually({ self.streams.text(2).contains("Precinct is ready.") }) else {
      throw Agw.Failure(what: "the gateway does not start: \(streams.text(2))", code: 0)
    }
  }

  deinit {
    guard !isReaped else { return }
    kill(pid, SIGKILL)
    _ = Agw.wait(pid)
  }

  /// Ends it as a service manager does; the exit code.
  func stop() -> Int32 {
    kill(pid, SIGTERM)
    isReaped = true
    return Agw.wait(pid)
  }

  /// Looks again and again until it is so; nothing here has a clock that could be passed in.
  static func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
    for _ in 0..<400 {
      if try condition() { return true }
      usleep(50_000)
    }
    return false
  }

  // MARK: HTTP

  /// The address of the control plane, as it is published for commands.
  func control() throws -> (token: ControlToken, host: String, port: Int) {
    guard let found = try ControlFiles(in: state).published() else { throw Agw.Failure(what: "no address", code: 0) }
    return found
  }

  /// Sends a request with exactly these lines.
  func ask(_ lines: [String], body: String = "", port: Int) throws -> ControlAnswer {
    let socket = try ControlSocket(host: "127.0.0.1", port: port)
    let head = (lines + ["Connection: close", "Content-Length: \(body.utf8.count)", "", ""]).joined(separator: "\r\n")
    try socket.send(Array((head + body).utf8))
    return try ControlAnswer(from: socket)
  }

  /// A tool call at the data plane, as curl sends it.
  func call(_ tool: String, by caller: String = Installation.caller) throws -> JSONValue {
    let status = try JSONValue.parse(agw.run("status").output)
    let address = status["address"]?.stringValue ?? ""
    let port = Int(address.split(separator: ":").last ?? "") ?? 0
    let body = #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"\#(tool)","arguments":{}}}"#
    let answer = try ask(
      [
        "POST / HTTP/1.1", "Host: \(address)", "Content-Type: application/json",
        "X-SPIFFE-ID: \(caller)",
      ], body: body, port: port)
    return try JSONValue.parse(answer.body)
  }
}
