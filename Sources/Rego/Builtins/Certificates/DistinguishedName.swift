internal import Basics

/// The subject or the issuer of a certificate (RFC 5280, section 4.1.2.4).
struct DistinguishedName {
  let raw: ArraySlice<UInt8>
  private let attributes: [(type: [UInt64], value: String)]

  init?(_ element: DERElement) {
    raw = element.whole
    guard let sets = element.sequence else { return nil }
    var attributes: [(type: [UInt64], value: String)] = []
    for set in sets {
      guard set.tag == DERElement.Tag.set, let pairs = set.children else { return nil }
      for pair in pairs {
        guard let parts = pair.sequence, parts.count == 2, let type = parts[0].identifier else { return nil }
        attributes.append((type, parts[1].text ?? Hex.encode(parts[1].contents)))
      }
    }
    self.attributes = attributes
  }

  /// Attributes `2.5.4.x` that have a member of their own, of several values or of one.
  private static let lists: [(UInt64, String)] = [
    (6, "Country"), (10, "Organization"), (11, "OrganizationalUnit"), (7, "Locality"), (8, "Province"), (9, "StreetAddress"),
    (17, "PostalCode"),
  ]

  func value(_ json: CertificateValue) -> Value {
    func all(_ arc: UInt64) -> [String] { attributes.filter { $0.type == [2, 5, 4, arc] }.map(\.value) }
    var members = Self.lists.map { ($0.1, json.list(all($0.0))) }
    members.append(("SerialNumber", json.text(all(5).last ?? "")))
    members.append(("CommonName", json.text(all(3).last ?? "")))
    let names = attributes.map { json.object([("Type", json.identifier($0.type)), ("Value", json.text($0.value))]) }
    members.append(("Names", json.array(names)))
    members.append(("ExtraNames", .null))
    return json.object(members)
  }

  /// The last common name.
  var commonName: String { attributes.last { $0.type == [2, 5, 4, 3] }?.value ?? "" }
}

/// Makes the objects that Go's encoder makes of its certificate structures.
struct CertificateValue {
  let arena: Arena

  func text(_ text: String) -> Value { arena.string(text) }
  func object(_ members: [(String, Value)]) -> Value { arena.object(members.map { (key: text($0.0), value: $0.1) }) }
  /// Lists without elements are null.
  func array(_ values: [Value]) -> Value { values.isEmpty ? .null : arena.array(values) }
  func list(_ texts: [String]) -> Value { array(texts.map(text)) }
  func identifier(_ arcs: [UInt64]) -> Value { arena.array(arcs.map { arena.number(String($0)) }) }
  func number(_ value: BigInteger) -> Value { arena.number(value.text()) }
  func number(_ bytes: some BidirectionalCollection<UInt8>) -> Value {
    number(BigInteger(magnitude: BigNatural(bytes: bytes), isNegative: false))
  }

  /// Base64, null if there is nothing.
  func data(_ bytes: some Collection<UInt8>) -> Value {
    bytes.isEmpty ? .null : text(Builtins.padded(Base64.encode(Array(bytes), .standard)))
  }

  func time(_ nanoseconds: Int64) -> Value {
    text(TimeLayout.format(CivilTime(nanoseconds: nanoseconds, zone: .utc), layout: TimeLayout.rfc3339))
  }

  func url(_ url: String) -> Value {
    let parts = try? URLParts(Array(url.utf8))
    func part(_ bytes: [UInt8]?) -> Value { arena.string(bytes ?? []) }
    return object([
      ("Scheme", part(parts?.scheme)), ("Opaque", part([])), ("User", .null), ("Host", part(parts?.host)),
      ("Path", part(parts?.path)), ("RawPath", part(parts?.rawPath == parts?.path ? [] : parts?.rawPath)), ("OmitHost", .no),
      ("ForceQuery", .no), ("RawQuery", part(parts?.rawQuery)), ("Fragment", part(parts?.fragment)), ("RawFragment", part([])),
    ])
  }
}
