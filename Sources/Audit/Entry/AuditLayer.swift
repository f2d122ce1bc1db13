import Basics

/// What one layer of the chain did with a call.
public struct AuditLayer: Sendable, Equatable {
  public enum Result: String, Sendable, CaseIterable {
    case pass, deny, flag, skip
  }

  public var name: Name
  public var result: Result
  public var durationMicroseconds: Int

  public init(_ name: Name, _ result: Result, durationMicroseconds: Int) {
    self.name = name
    self.result = result
    self.durationMicroseconds = durationMicroseconds
  }

  /// A layer's place and name; made once for each layer, and kept.
  public struct Name: Sendable, Equatable {
    /// Position in the published order, 1 to 13.
    public let number: Int
    /// Name on the wire, such as `opa_policy`.
    public let text: String
    /// The beginning of the layer's JSON object, which is the same in every entry.
    let encoded: String

    public init(_ number: Int, _ text: String) {
      self.number = number
      self.text = text
      var writer = JSONWriter()
      writer.beginObject()
      writer.key("layer")
      writer.integer(number)
      writer.key("name")
      writer.string(text)
      writer.key("result")
      encoded = String(decoding: writer.bytes, as: UTF8.self)
    }
  }
}

extension AuditLayer.Result {
  /// What follows the name in an entry, up to the duration.
  var encoded: StaticString {
    switch self {
    case .pass: #""pass","duration_us":"#
    case .deny: #""deny","duration_us":"#
    case .flag: #""flag","duration_us":"#
    case .skip: #""skip","duration_us":"#
    }
  }
}
