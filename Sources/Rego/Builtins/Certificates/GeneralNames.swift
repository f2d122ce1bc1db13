/// The alternative names of a subject (RFC 5280, section 4.2.1.6).
struct GeneralNames {
  private(set) var hosts: [String] = []
  private(set) var mails: [String] = []
  private(set) var uris: [String] = []
  private(set) var addresses: [ArraySlice<UInt8>] = []

  init() {}

  init(_ elements: [DERElement]) {
    for element in elements {
      let text = String(decoding: element.contents, as: UTF8.self)
      switch element.tag {
      case 0x81: mails.append(text)
      case 0x82: hosts.append(text)
      case 0x86: uris.append(text)
      case 0x87 where element.contents.count == 4 || element.contents.count == 16: addresses.append(element.contents)
      default: continue
      }
    }
  }

  var isEmpty: Bool { hosts.isEmpty && mails.isEmpty && uris.isEmpty && addresses.isEmpty }

  static func network(_ bytes: ArraySlice<UInt8>) -> Network {
    let words = Array(bytes).reduce(into: (high: UInt64(0), low: UInt64(0))) { words, byte in
      words.high = words.high << 8 | words.low >> 56
      words.low = words.low << 8 | UInt64(byte)
    }
    return Network(width: bytes.count * 8, prefix: bytes.count * 8, high: words.high, low: words.low)
  }

  func members(_ json: CertificateValue) -> [(String, Value)] {
    [
      ("DNSNames", json.list(hosts)), ("EmailAddresses", json.list(mails)),
      ("IPAddresses", json.list(addresses.map { Self.network($0).address(at: 0) })), ("URIs", json.array(uris.map(json.url))),
    ]
  }
}

/// Which names a certificate authority may sign for (RFC 5280, section 4.2.1.10).
struct NameConstraints {
  struct Side {
    var hosts: [String] = []
    var mails: [String] = []
    var uris: [String] = []
    var networks: [Network] = []

    init() {}

    init(_ elements: [DERElement]) {
      for element in elements.compactMap({ $0.sequence?.first }) {
        let text = String(decoding: element.contents, as: UTF8.self)
        switch element.tag {
        case 0x81: mails.append(text)
        case 0x82: hosts.append(text)
        case 0x86: uris.append(text)
        case 0x87 where element.contents.count == 8 || element.contents.count == 32:
          let half = element.contents.count / 2
          let mask = element.contents.suffix(half)
          let prefix = mask.reduce(0) { $0 + $1.nonzeroBitCount }
          let network = GeneralNames.network(element.contents.prefix(half))
          networks.append(Network(width: network.width, prefix: prefix, high: network.high, low: network.low))
        default: continue
        }
      }
    }
  }

  private(set) var permitted = Side()
  private(set) var excluded = Side()

  init() {}

  init(_ elements: [DERElement]) {
    for element in elements {
      if element.tag == 0xA0 { permitted = Side(element.children ?? []) }
      if element.tag == 0xA1 { excluded = Side(element.children ?? []) }
    }
  }

  /// Whether a certificate with these names may stand below.
  func allow(_ names: GeneralNames) -> Bool {
    func check(_ names: [String], _ permitted: [String], _ excluded: [String], _ fits: (String, String) -> Bool) -> Bool {
      names.allSatisfy { name in
        (permitted.isEmpty || permitted.contains { fits(name, $0) }) && !excluded.contains { fits(name, $0) }
      }
    }
    let networks = names.addresses.map(GeneralNames.network)
    return check(names.hosts, permitted.hosts, excluded.hosts, Self.isHost)
      && check(names.mails, permitted.mails, excluded.mails, Self.isMail)
      && check(names.uris, permitted.uris, excluded.uris, Self.isURI)
      && networks.allSatisfy { address in
        (permitted.networks.isEmpty || permitted.networks.contains { $0.contains(address) })
          && !excluded.networks.contains { $0.contains(address) }
      }
  }

  /// The domain itself and what lies below it; with a leading dot only the latter.
  private static func isHost(_ name: String, _ domain: String) -> Bool {
    let (name, domain) = (name.lowercased(), domain.lowercased())
    if domain.isEmpty { return true }
    return domain.hasPrefix(".") ? name.hasSuffix(domain) : name == domain || name.hasSuffix("." + domain)
  }

  private static func isMail(_ name: String, _ constraint: String) -> Bool {
    if constraint.contains("@") { return name == constraint }
    let domain = name.split(separator: "@").last.map(String.init) ?? ""
    return constraint.hasPrefix(".") ? isHost(domain, constraint) : domain.lowercased() == constraint.lowercased()
  }

  private static func isURI(_ name: String, _ constraint: String) -> Bool {
    guard let url = try? URLParts(Array(name.utf8)), !url.hostname.isEmpty else { return false }
    let host = String(decoding: url.hostname, as: UTF8.self)
    return constraint.hasPrefix(".") ? isHost(host, constraint) : host.lowercased() == constraint.lowercased()
  }

  func members(_ json: CertificateValue) -> [(String, Value)] {
    func networks(_ side: Side) -> Value {
      json.array(side.networks.map { json.object([("IP", json.text($0.address(at: 0))), ("Mask", json.text(String($0.prefix)))]) })
    }
    return [
      ("PermittedDNSDomainsCritical", .no), ("PermittedDNSDomains", json.list(permitted.hosts)),
      ("ExcludedDNSDomains", json.list(excluded.hosts)), ("PermittedEmailAddresses", json.list(permitted.mails)),
      ("ExcludedEmailAddresses", json.list(excluded.mails)), ("PermittedURIDomains", json.list(permitted.uris)),
      ("ExcludedURIDomains", json.list(excluded.uris)), ("PermittedIPRanges", networks(permitted)),
      ("ExcludedIPRanges", networks(excluded)),
    ]
  }
}
