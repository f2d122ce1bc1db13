/// What a text may be.
struct TextRule: Sendable {
  /// In words, for the catalogue of keys and for errors.
  let allowed: String
  /// What is wrong with a text; nil if nothing is.
  let check: @Sendable (String, FileProbe) -> Fault?

  init(_ allowed: String, check: @escaping @Sendable (String, FileProbe) -> Fault?) {
    self.allowed = allowed
    self.check = check
  }

  /// A rule about the text alone.
  init(_ allowed: String, where isAllowed: @escaping @Sendable (String) -> Bool) {
    self.init(allowed) { text, _ in
      isAllowed(text) ? nil : Fault(.notAllowed, "found \"\(text.prefix(80))\"")
    }
  }

  static let any = TextRule("text") { !$0.utf8.contains(0) }

  /// A name that the user chooses, such as a server's or a tool's.
  static let name = TextRule("name of 1 to 128 bytes without white space") { text in
    (1...128).contains(text.utf8.count) && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
  }

  /// The name of a log: C2SP signed-note allows it neither blanks nor plus signs.
  static let logName = TextRule("name of 1 to 128 bytes without white space and plus signs") { text in
    (1...128).contains(text.utf8.count)
      && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "+") }
  }

  /// A host name or an IP address, without a port.
  static let host = TextRule("host name or IP address") { text in
    !text.isEmpty && text.utf8.count <= 253
      && text.utf8.allSatisfy { isNameByte($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }
  }

  /// A host and a port.
  static let address = TextRule("host:port") { text in
    guard let (address, _) = Address.parts(text) else { return false }
    return host.check(address, .disk) == nil
  }

  /// A name that may stand in the name of a file.
  static let fileName = TextRule("name of 1 to 64 letters, digits, - and _") { text in
    (1...64).contains(text.utf8.count) && text.utf8.allSatisfy(isNameByte)
  }

  /// A path below /v1/data of OPA's REST API, such as `mcp/authz`.
  static let documentPath = TextRule("path below /v1/data, such as mcp/authz") { text in
    text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { isNameByte($0) || $0 == UInt8(ascii: ".") } && part != ".." && part != "."
    }
  }

  static let fieldClass = TextRule("public, internal, confidential, restricted") {
    ["public", "internal", "confidential", "restricted"].contains($0)
  }

  static let defaultAction = TextRule("deny, allow") { DefaultAction(rawValue: $0) != nil }

  /// A path to something that need not exist yet.
  static let path = TextRule("path") { !$0.isEmpty && !$0.utf8.contains(0) }

  /// A path to a file that is read.
  static let existingFile = TextRule("path of a file") { path, files in
    switch files.kind(path) {
    case .file: nil
    case .directory: Fault(.missingFile, "\"\(path)\" is a directory")
    case .missing: Fault(.missingFile, "there is no file \"\(path)\"")
    }
  }

  /// A path to a directory that is read.
  static let existingDirectory = TextRule("path of a directory") { path, files in
    switch files.kind(path) {
    case .directory: nil
    case .file: Fault(.missingFile, "\"\(path)\" is a file")
    case .missing: Fault(.missingFile, "there is no directory \"\(path)\"")
    }
  }

  /// An absolute URL over HTTP, with no credentials in it.
  static let httpURL = TextRule("http:// or https:// URL without user and password") { text, _ in
    guard !LiteralSecret.isInURL(text) else {
      return Fault(.literalSecret, "the URL holds a user name or password")
    }
    let rest =
      text.hasPrefix("https://") ? text.dropFirst(8) : text.hasPrefix("http://") ? text.dropFirst(7) : ""
    let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let isClean = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    return !host.isEmpty && isClean ? nil : Fault(.notAllowed, "found \"\(text.prefix(80))\"")
  }

  /// A trust domain name, or `*` for any, which production profiles refuse.
  static let trustDomain = TextRule("trust domain name, or *") { $0 == "*" || isTrustDomain($0.utf8[...]) }

  /// A SPIFFE ID; its path is checked where it is used.
  static let spiffeID = TextRule("SPIFFE ID, such as spiffe://poc.local/gateways/precinct/prod") { text in
    guard text.hasPrefix("spiffe://"), text.utf8.count <= 2_048 else { return false }
    let rest = text.utf8.dropFirst("spiffe://".utf8.count)
    let slash = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
    return isTrustDomain(rest[..<slash]) && rest[slash...].count > 1 && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
  }

  /// The name of an environment variable. A text that is none may be the secret itself, so it is not shown.
  static let variableName = TextRule("name of an environment variable") { text, _ in
    let isName =
      !text.isEmpty && text.utf8.allSatisfy { isNameByte($0) && $0 != UInt8(ascii: "-") }
      && !(0x30...0x39).contains(text.utf8.first ?? 0x30) && text.utf8.count <= 128
    return isName ? nil : Fault(.notAllowed, "this is no name of an environment variable")
  }

  static let sha256 = TextRule("SHA-256, 64 lower-case hexadecimal digits") { text in
    text.utf8.count == 64 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  /// A Rego package path, such as `mcp.authz`.
  static let packagePath = TextRule("package path, such as mcp.authz") { text in
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { isNameByte($0) && $0 != UInt8(ascii: "-") }
    }
  }

  private static func isTrustDomain(_ bytes: Substring.UTF8View) -> Bool {
    !bytes.isEmpty && bytes.count <= 255
      && bytes.allSatisfy { isNameByte($0) && !(0x41...0x5A).contains($0) || $0 == UInt8(ascii: ".") }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }
}
