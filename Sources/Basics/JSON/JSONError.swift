/// Why bytes are not the JSON that Precinct accepts. Equality is on the code.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: String, Sendable, CaseIterable {
    case empty = "json_empty"
    case syntax = "json_syntax"
    case byteOrderMark = "json_byte_order_mark"
    case invalidUTF8 = "json_invalid_utf8"
    case loneSurrogate = "json_lone_surrogate"
    case duplicateKey = "json_duplicate_key"
    case tooDeep = "json_too_deep"
    case tooManyNodes = "json_too_many_values"
    case tooLarge = "json_too_large"
    case trailingData = "json_trailing_data"
  }

  public let code: Code
  /// Where it was noticed, in bytes from the start.
  public let offset: Int

  public init(_ code: Code, at offset: Int) {
    self.code = code
    self.offset = offset
  }

  public static func == (left: Self, right: Self) -> Bool { left.code == right.code }

  /// One sentence for people; holds none of the input.
  public var description: String {
    switch code {
    case .empty: "The text is empty."
    case .syntax: "The text is not JSON (byte \(offset))."
    case .byteOrderMark: "The text begins with a byte-order mark; send plain UTF-8."
    case .invalidUTF8: "A string is not valid UTF-8 (byte \(offset))."
    case .loneSurrogate: "An escape names half of a surrogate pair (byte \(offset))."
    case .duplicateKey: "An object names the same key twice (byte \(offset))."
    case .tooDeep: "The text is nested too deeply (byte \(offset))."
    case .tooManyNodes: "The text holds too many values (byte \(offset))."
    case .tooLarge: "The text is too large to be read at once."
    case .trailingData: "Something follows the JSON value (byte \(offset))."
    }
  }
}
