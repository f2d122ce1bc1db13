/// Walks the outline of DER (X.690): enough to find a certificate's public key.
struct DERReader {
  private let bytes: [UInt8]
  private var position: Int
  private let end: Int

  private init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  /// The next element: its tag, where it starts and where its contents are.
  private mutating func next() -> (tag: UInt8, whole: Range<Int>, contents: Range<Int>)? {
    guard position + 2 <= end else { return nil }
    let start = position
    let tag = bytes[position]
    var length = Int(bytes[position + 1])
    position += 2
    if length & 0x80 != 0 {
      let count = length & 0x7F
      guard count > 0, count <= 4, position + count <= end else { return nil }
      length = bytes[position..<(position + count)].reduce(0) { $0 << 8 | Int($1) }
      position += count
    }
    guard length <= end - position else { return nil }
    let contents = position..<(position + length)
    position += length
    return (tag, start..<position, contents)
  }

  /// The SubjectPublicKeyInfo in a certificate (RFC 5280, section 4.1).
  static func publicKey(ofCertificate bytes: [UInt8]) -> [UInt8]? {
    var outer = DERReader(bytes, 0..<bytes.count)
    guard let certificate = outer.next(), certificate.tag == 0x30 else { return nil }
    var inner = DERReader(bytes, certificate.contents)
    guard let body = inner.next(), body.tag == 0x30 else { return nil }
    var fields = DERReader(bytes, body.contents)
    guard var field = fields.next() else { return nil }
    // An explicit version stands first; then serial number, signature, issuer, validity, subject.
    if field.tag == 0xA0 {
      guard let serial = fields.next() else { return nil }
      field = serial
    }
    guard field.tag == 0x02 else { return nil }
    for _ in 0..<4 { guard fields.next() != nil else { return nil } }
    guard let key = fields.next(), key.tag == 0x30 else { return nil }
    return Array(bytes[key.whole])
  }
}
