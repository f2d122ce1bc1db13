/// JSON web tokens by their header.
enum JSONWebToken {
  /// The first part decodes to a JSON object that names an algorithm. SOURCE: RFC 7515 §4.1.1, §7.1.
  static func isPlausible(_ value: ArraySlice<UInt8>) -> Bool {
    let header = value.prefix { $0 != 0x2e }
    guard header.count <= 4_096, header.count < value.count, let text = EncodedRun.base64Decoded(header)
    else { return false }
    return text.first == 0x7b && ASCII.contains(Array("\"alg\"".utf8), in: text[...])
  }
}
