public import Basics

/// Asks the control plane of the gateway that runs on a state directory. Every function blocks.
public struct ControlClient: Sendable {
  private let files: ControlFiles

  /// - Parameter stateDirectory: As the configuration names it.
  public init(stateDirectory: String) { files = ControlFiles(in: stateDirectory) }

  /// - Parameter path: Below `/api/`, with its query, percent-encoded.
  /// - Returns: What a 2xx answer holds.
  /// - Throws: Also ``ControlClientError/notRunning(_:)``, after which a command may do without.
  public func get(_ path: String) throws(ControlClientError) -> JSONValue { try ask("GET", path, []) }

  public func post(_ path: String, _ body: JSONValue = .object([:])) throws(ControlClientError) -> JSONValue {
    try ask("POST", path, body.serialized())
  }

  private func ask(_ method: String, _ path: String, _ body: [UInt8]) throws(ControlClientError) -> JSONValue {
    let (token, host, port) = try gateway()
    let socket = try ControlSocket(host: host, port: port)
    let authority = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    let head = """
      \(method) /api/\(path) HTTP/1.1\r
      Host: \(authority)\r
      Authorization: \(token.exposedHeader())\r
      Content-Type: application/json\r
      Content-Length: \(body.count)\r
      Connection: close\r
      \r

      """
    try socket.send(Array(head.utf8) + body)
    let answer = try ControlAnswer(from: socket)
    guard let document = try? JSONValue.parse(answer.body) else {
      throw .failed("what answers at \(authority) is no control plane of a gateway")
    }
    guard (200..<300).contains(answer.status) else { throw .refused(answer.status, document) }
    return document
  }

  private func gateway() throws(ControlClientError) -> (token: ControlToken, host: String, port: Int) {
    let published: (token: ControlToken, host: String, port: Int)?
    do throws(FileError) {
      published = try files.published()
    } catch {
      throw .failed("\(error)")
    }
    guard let (token, host, port) = published else { throw .notRunning("\(files.address) names no address") }
    // A listener on every address is reached on this machine's own.
    let reachable = ["0.0.0.0": "127.0.0.1", "localhost": "127.0.0.1", "::": "::1"][host] ?? host
    return (token, reachable, port)
  }

  /// `text` as the value of a query parameter.
  public static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: String(UnicodeScalar(byte))
      default: "%" + Hex.encode([byte])
      }
    }.joined()
  }
}
