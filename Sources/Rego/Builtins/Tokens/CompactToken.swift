internal import Basics

/// A token in compact form (RFC 7515, section 3.1), its parts still encoded; nothing has been verified.
struct CompactToken {
  /// Tokens inside tokens, at most.
  static let nestingLimit = 8

  private let headerPart: [UInt8]
  private let payloadPart: [UInt8]
  private let signaturePart: [UInt8]
  private let arena: Arena

  init(_ text: Text, _ arena: Arena) throws(BuiltinError) {
    self.arena = arena
    let parts = text.bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count > 1 else { throw .failed("encoded JWT had no period separators") }
    guard parts.count == 3 else { throw .failed("encoded JWT must have 3 sections, found \(parts.count)") }
    headerPart = Array(parts[0])
    payloadPart = Array(parts[1])
    signaturePart = Array(parts[2])
  }

  /// What the signature covers.
  var signedBytes: [UInt8] { headerPart + [UInt8(ascii: ".")] + payloadPart }

  func signature() throws(BuiltinError) -> [UInt8] { try GoBase64.decodeURL(signaturePart) }

  func payloadBytes() throws(BuiltinError) -> [UInt8] { try CompactToken.decode(payloadPart, "payload") }

  func header() throws(BuiltinError) -> Value {
    let header: Value
    do throws(BuiltinError) {
      header = try object(try CompactToken.decode(headerPart, "header"))
    } catch {
      throw error.message.hasPrefix("JWT") ? error : .failed("bad JWT header: \(error.message)")
    }
    if header.member(arena.string("enc")).isDefined { throw .failed("JWT is a JWE object, which is not supported") }
    return header
  }

  func object(_ bytes: [UInt8]) throws(BuiltinError) -> Value {
    guard let value = JSONReader.value(bytes, in: arena) else { throw .failed("invalid JSON: check quotes, commas and brackets") }
    guard value.has(.object) else { throw .failed("decoded JSON type was not an Object") }
    return value
  }

  private static func decode(_ part: [UInt8], _ what: String) throws(BuiltinError) -> [UInt8] {
    do throws(BuiltinError) {
      return try GoBase64.decodeURL(part)
    } catch {
      throw .failed("JWT \(what) had invalid encoding: \(error.message)")
    }
  }

  /// `[header, payload, signature]` of the innermost token: `cty` says `JWT` where the payload is another one.
  static func decoded(_ text: Text, _ arena: Arena) throws(BuiltinError) -> Value {
    var text = text
    for _ in 0..<nestingLimit {
      let token = try CompactToken(text, arena)
      let header = try token.header()
      let bytes = try token.payloadBytes()
      if header.member(arena.string("cty")).stringValue == "JWT" {
        let quotes: [UInt8] = [UInt8(ascii: "\""), UInt8(ascii: "'")]
        var inner = bytes[...].drop { quotes.contains($0) }
        while let last = inner.last, quotes.contains(last) { inner.removeLast() }
        text = arena.string(inner).text
        continue
      }
      let payload = try token.object(bytes)
      let signature = try decode(token.signaturePart, "signature")
      return arena.array([header, payload, arena.string(Hex.encode(signature))])
    }
    throw .failed("JWT is nested more than \(nestingLimit) deep")
  }
}

/// What verification reads from a token's header.
struct TokenHeader {
  var algorithm = ""
  var keyIdentifier = ""
  var contentType = ""
  /// Every parameter that must be understood is.
  var isUnderstood = true

  init(_ header: Value) throws(BuiltinError) {
    let table = header.table
    var critical: [String] = []
    var unknown: [String] = []
    for index in 0..<table.count {
      let name = table.key(index).stringValue ?? ""
      let value = table.value(index)
      switch name {
      case "alg", "kid", "typ", "cty":
        guard let text = value.stringValue else { throw .failed("\(name): must be a string") }
        if name == "alg" { algorithm = text }
        if name == "kid" { keyIdentifier = text }
        if name == "cty" { contentType = text }
      case "crit":
        guard value.has(.array) else { throw .failed("crit: must be a list") }
        critical = value.elements.compactMap(\.stringValue)
        if critical.isEmpty { throw .failed("crit: must be a nonempty list") }
      default: unknown.append(name)
      }
    }
    isUnderstood = !algorithm.isEmpty && !unknown.contains(where: critical.contains)
  }
}
