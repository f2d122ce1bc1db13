/// What a tool may be called.
///
/// Only ASCII, so that names that look or compare alike are alike: Swift's `String` equality follows Unicode
/// canonical equivalence, and upstreams compare bytes.
///
/// - Source: MCP 2025-11-25, server/tools, "Tool Names".
enum ToolName {
  /// In bytes.
  static let lengthMax = 128

  static func isValid(_ name: String) -> Bool {
    guard (1...lengthMax).contains(name.utf8.count) else { return false }
    return name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "/"):
        true
      default: false
      }
    }
  }
}
