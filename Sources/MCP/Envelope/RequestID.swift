public import Basics

/// The id of a request: what ties an answer to it.
///
/// Equality is by value and by JSON type: the integer 1 and the string "1" are two ids.
///
/// - Source: JSON-RPC 2.0 §4; MCP, Basic Protocol, Requests (string or integer, never null).
public enum RequestID: Hashable, Sendable, CustomStringConvertible {
  case integer(Int64)
  case string(String)

  /// Reads an id where it stands; nil if it is of no allowed kind.
  public init?(at node: Int, in document: JSONDocument) {
    guard let id = EnvelopeReader.requestID(at: node, in: document) else { return nil }
    self = id
  }

  /// As JSON text.
  public var written: [UInt8] {
    switch self {
    case .integer(let value): Array(String(value).utf8)
    case .string(let text): JSONValue.string(text).serialized()
    }
  }

  /// For logs and records.
  public var description: String {
    switch self {
    case .integer(let value): String(value)
    case .string(let text): text
    }
  }
}
