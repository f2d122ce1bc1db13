import Basics
import HTTPTypes
import Hummingbird
import NIOCore

/// The JSON object that a request brings.
struct ControlBody: Sendable {
  /// Larger requests are refused, in bytes. A secret has up to 64 KiB, which JSON may write in six times as many.
  static let bytesMax = 512 << 10
  private static let limits = JSONLimits(depthMax: 16)

  private let object: JSONValue

  init(_ request: Request) async throws {
    // A form that another page submits cannot be of this type.
    guard request.headers[.contentType]?.hasPrefix("application/json") == true else {
      throw ControlError.invalid("The request must be application/json.")
    }
    let body = try await request.body.collect(upTo: Self.bytesMax)
    do throws(JSONError) {
      object = try JSONValue.parse(Array(body.readableBytesView), limits: Self.limits)
    } catch {
      throw ControlError.invalid("The request is not JSON: \(error).")
    }
    guard object.objectValue != nil else { throw ControlError.invalid("The request must be a JSON object.") }
  }

  func text(_ key: String) throws(ControlError) -> String {
    guard let text = try optionalText(key), !text.isEmpty else { throw .invalid("\"\(key)\" is missing.") }
    return text
  }

  func optionalText(_ key: String) throws(ControlError) -> String? {
    guard let value = object[key], value != .null else { return nil }
    guard let text = value.stringValue else { throw .invalid("\"\(key)\" must be a string.") }
    return text
  }

  func texts(_ key: String) throws(ControlError) -> [String] {
    guard let value = object[key], value != .null else { return [] }
    let texts = value.arrayValue?.compactMap(\.stringValue)
    guard let texts, texts.count == value.arrayValue?.count else {
      throw .invalid("\"\(key)\" must be a list of strings.")
    }
    return texts
  }

  func optionalInteger(_ key: String) throws(ControlError) -> Int? {
    guard let value = object[key], value != .null else { return nil }
    guard let integer = value.intValue else { throw .invalid("\"\(key)\" must be an integer.") }
    return integer
  }
}
