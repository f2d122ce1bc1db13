/// What a server may be called where its name becomes a part of others: in front of a tool's, or of a URI's scheme.
enum ServerName {
  /// In bytes; leaves room for a tool's name behind it.
  static let lengthMax = 63

  static func isValid(_ name: String) -> Bool {
    (1...lengthMax).contains(name.utf8.count) && ToolName.isValid(name) && !name.utf8.contains(UInt8(ascii: "/"))
  }
}
