internal import Basics

/// A token in compact form, taken apart; nothing has been verified.
struct CompactToken {
  /// Tokens inside tokens, at most.
  static let nestingLimit = 8

  let header: Value
  let payloadBytes: [UInt8]
  let payload: Value
  let signature: [UInt8]
  let signedBytes: [UInt8]
  private let arena: Arena

  init(_ text: String, _ arena: Arena, needsJSON: Bool = false) throws(BuiltinError) {
    self.arena = arena
    let bytes = Array(text.utf8)
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count > 1 else { throw .failed("encoded JWT had no period separators") }
    guard parts.count == 3 else { throw .failed("encoded JWT must have 3 sections, found \(parts.count)") }
    let headerBytes = try CompactToken.decode(parts[0], "header")
    payloadBytes = try CompactToken.decode(parts[1], "payload")
    signature = try CompactToken.decode(parts[2], "signature")
    signedBytes = Array(bytes[..<parts[1].endIndex])
    guard let header = JSONReader.value(headerBytes, in: arena), header.has(.object) else {
      throw .failed("JWT header had invalid encoding: it is not a JSON object")
    }
    self.header = header
    if header.member(arena.string("enc")).isDefined {
      throw .failed("JWT is a JWE object, which is not supported")
    }
    payload = JSONReader.value(payloadBytes, in: arena) ?? .undefined
  }

  /// The innermost token: `cty` says `JWT` where the payload is another token.
  static func unnested(_ text: String, _ arena: Arena) throws(BuiltinError) -> CompactToken {
    var token = try CompactToken(text, arena)
    for _ in 0..<nestingLimit {
      guard let content = token.innerToken else {
        guard token.payload.has(.object) else { throw .failed("JWT payload had invalid encoding: it is not a JSON object") }
        return token
      }
      token = try CompactToken(content, arena)
    }
    throw .failed("JWT is nested too deeply")
  }

  /// The text of the token in the payload, if the header says that one is there.
  var innerToken: String? {
    guard member("cty").stringValue?.uppercased() == "JWT" else { return nil }
    var text = String(decoding: payloadBytes, as: UTF8.self)
    if text.hasPrefix("\""), text.hasSuffix("\""), text.utf8.count > 1 { text = String(text.dropFirst().dropLast()) }
    return text
  }

  func member(_ name: String) -> Value { header.member(arena.string(name)) }

  private static func decode(_ part: ArraySlice<UInt8>, _ what: String) throws(BuiltinError) -> [UInt8] {
    if let bytes = Base64.decode(part, .url) { return bytes }
    let offset = part.firstIndex { !(Lexer.isNamePart($0) || $0 == UInt8(ascii: "-")) } ?? part.endIndex
    throw .failed("JWT \(what) had invalid encoding: illegal base64 data at input byte \(offset - part.startIndex)")
  }
}
