/// The types of all built-in functions, those that OPA has deprecated included.
struct SignatureTable: Sendable {
  private let signatures: [String: Signature]

  static let standard = SignatureTable(text)

  init(_ text: String) {
    var signatures: [String: Signature] = [:]
    for line in text.split(separator: "\n") {
      var reader = SignatureReader(String(line))
      if let (name, signature) = reader.read() { signatures[name] = signature }
    }
    self.signatures = signatures
  }

  subscript(name: String) -> Signature? { signatures[name] }

  var names: [String] { signatures.keys.sorted() }
}
