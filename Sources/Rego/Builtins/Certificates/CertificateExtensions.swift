/// The extensions of a certificate or of a request for one (RFC 5280, section 4.2).
struct CertificateExtensions {
  struct Entry {
    var identifier: [UInt64]
    var isCritical: Bool
    var value: ArraySlice<UInt8>
  }

  private(set) var entries: [Entry] = []
  private(set) var names = GeneralNames()
  private(set) var keyUsage = 0
  /// Extended key usages as Go numbers them, and those it has no number for.
  private(set) var extendedKeyUsages: [Int] = []
  private(set) var unknownKeyUsages: [[UInt64]] = []
  private(set) var hasBasicConstraints = false
  private(set) var isAuthority = false
  /// Intermediate certificates below; -1 if there is no limit.
  private(set) var pathLength = -1
  private(set) var subjectKey: ArraySlice<UInt8> = []
  private(set) var authorityKey: ArraySlice<UInt8> = []
  private(set) var responders: [String] = []
  private(set) var issuers: [String] = []
  private(set) var revocationLists: [String] = []
  private(set) var policies: [[UInt64]] = []
  private(set) var constraints = NameConstraints()
  private(set) var unhandledCritical: [[UInt64]] = []

  static let anyUsage = 0
  static let serverUsage = 1
  /// Arcs of extended key usages in the order of Go's numbers.
  static let usages = [
    "2.5.29.37.0", "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.3", "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.5",
    "1.3.6.1.5.5.7.3.6", "1.3.6.1.5.5.7.3.7", "1.3.6.1.5.5.7.3.8", "1.3.6.1.5.5.7.3.9", "1.3.6.1.4.1.311.10.3.3",
    "2.16.840.1.113730.4.1", "1.3.6.1.4.1.311.2.1.22", "1.3.6.1.4.1.311.61.1.1",
  ]

  init(_ elements: [DERElement]) throws(BuiltinError) {
    for element in elements {
      guard let parts = element.sequence, parts.count >= 2, let identifier = parts[0].identifier, let last = parts.last,
        last.tag == DERElement.Tag.octetString
      else { throw .failed("x509: malformed extension") }
      let isCritical = parts.count > 2 && parts[1].boolean
      guard !entries.contains(where: { $0.identifier == identifier }) else {
        throw .failed("x509: certificate contains duplicate extension")
      }
      entries.append(Entry(identifier: identifier, isCritical: isCritical, value: last.contents))
      guard let inner = DERElement.only(last.contents) else {
        if isCritical { unhandledCritical.append(identifier) }
        continue
      }
      if try !read(identifier, inner), isCritical { unhandledCritical.append(identifier) }
    }
  }

  /// False for an extension that is not known.
  private mutating func read(_ identifier: [UInt64], _ element: DERElement) throws(BuiltinError) -> Bool {
    let children = element.children ?? []
    switch identifier {
    case [2, 5, 29, 14]: subjectKey = element.contents
    case [2, 5, 29, 15]: keyUsage = Self.usageBits(element)
    case [2, 5, 29, 17]: names = GeneralNames(children)
    case [2, 5, 29, 19]: try readConstraints(children)
    case [2, 5, 29, 30]: constraints = NameConstraints(children)
    case [2, 5, 29, 31]: revocationLists = Self.distributionPoints(children)
    case [2, 5, 29, 32]: policies = children.compactMap { $0.sequence?.first?.identifier }
    case [2, 5, 29, 35]: authorityKey = children.first { $0.tag == 0x80 }?.contents ?? []
    case [2, 5, 29, 37]:
      for child in children {
        guard let arcs = child.identifier else { throw .failed("x509: invalid extended key usages") }
        if let number = Self.usages.firstIndex(of: child.identifierText) {
          extendedKeyUsages.append(number)
        } else {
          unknownKeyUsages.append(arcs)
        }
      }
    case [1, 3, 6, 1, 5, 5, 7, 1, 1]:
      for child in children {
        guard let parts = child.sequence, parts.count == 2, parts[1].tag == 0x86 else { continue }
        let place = String(decoding: parts[1].contents, as: UTF8.self)
        if parts[0].identifierText == "1.3.6.1.5.5.7.48.1" { responders.append(place) } else { issuers.append(place) }
      }
    default: return false
    }
    return true
  }

  /// Bit 0 of the extension is the lowest bit of the number.
  private static func usageBits(_ element: DERElement) -> Int {
    var usage = 0
    for (index, byte) in element.contents.dropFirst().prefix(2).enumerated() {
      for bit in 0..<8 where byte & (0x80 >> UInt8(bit)) != 0 { usage |= 1 << (index * 8 + bit) }
    }
    return usage
  }

  private mutating func readConstraints(_ children: [DERElement]) throws(BuiltinError) {
    hasBasicConstraints = true
    for child in children {
      if child.tag == DERElement.Tag.boolean { isAuthority = child.boolean }
      if child.tag == DERElement.Tag.integer {
        guard let length = child.integer?.int64, length >= 0, length < 1 << 16 else { throw .failed("x509: invalid basic constraints") }
        pathLength = Int(length)
      }
    }
  }

  private static func distributionPoints(_ children: [DERElement]) -> [String] {
    children.flatMap { point -> [String] in
      let full = point.children?.first { $0.tag == 0xA0 }?.children?.first { $0.tag == 0xA0 }
      return full?.children?.filter { $0.tag == 0x86 }.map { String(decoding: $0.contents, as: UTF8.self) } ?? []
    }
  }

  /// The members that Go's structure has for extensions.
  func members(_ json: CertificateValue) -> [(String, Value)] {
    let list = entries.map { entry in
      json.object([
        ("Id", json.identifier(entry.identifier)), ("Critical", .boolean(entry.isCritical)), ("Value", json.data(entry.value)),
      ])
    }
    return [
      ("KeyUsage", .integer(keyUsage)), ("Extensions", json.array(list)), ("ExtraExtensions", .null),
      ("UnhandledCriticalExtensions", json.array(unhandledCritical.map(json.identifier))),
      ("ExtKeyUsage", json.array(extendedKeyUsages.map { .integer($0) })),
      ("UnknownExtKeyUsage", json.array(unknownKeyUsages.map(json.identifier))),
      ("BasicConstraintsValid", .boolean(hasBasicConstraints)), ("IsCA", .boolean(isAuthority)),
      ("MaxPathLen", .integer(hasBasicConstraints ? pathLength : 0)), ("MaxPathLenZero", .boolean(pathLength == 0)),
      ("SubjectKeyId", json.data(subjectKey)), ("AuthorityKeyId", json.data(authorityKey)),
      ("OCSPServer", json.list(responders)), ("IssuingCertificateURL", json.list(issuers)),
      ("CRLDistributionPoints", json.list(revocationLists)),
      ("PolicyIdentifiers", json.array(policies.map(json.identifier))),
      ("Policies", json.list(policies.map { $0.map { String($0) }.joined(separator: ".") })),
      ("InhibitAnyPolicy", .integer(0)), ("InhibitAnyPolicyZero", .no), ("InhibitPolicyMapping", .integer(0)),
      ("InhibitPolicyMappingZero", .no), ("RequireExplicitPolicy", .integer(0)), ("RequireExplicitPolicyZero", .no),
      ("PolicyMappings", .null),
    ] + names.members(json) + constraints.members(json)
  }
}
