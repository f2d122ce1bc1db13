internal import Basics

/// `crypto.x509.*`, `crypto.parse_private_keys`: certificates and keys as Go's structures show them.
extension Builtins {
  static let certificates: [Builtin] = [
    Builtin("crypto.x509.parse_certificates", 1) { call throws(BuiltinError) in
      let json = CertificateValue(arena: call.arena)
      return call.arena.array(try Certificate.read(try call.text(0)).map { $0.value(json) })
    },
    Builtin("crypto.x509.parse_and_verify_certificates", 1, isNondeterministic: true) { call throws(BuiltinError) in
      try verified(call, CertificateChain.Options(time: call.machine.now.nanoseconds), withURIs: true)
    },
    Builtin("crypto.x509.parse_and_verify_certificates_with_options", 2, isNondeterministic: true) {
      call throws(BuiltinError) in
      _ = try call.text(0)
      return try verified(call, try chainOptions(call), withURIs: false)
    },
    Builtin("crypto.x509.parse_certificate_request", 1) { call throws(BuiltinError) in
      let text = try call.text(0)
      var bytes = text.bytes
      if !bytes.starts(with: "-----BEGIN CERTIFICATE REQUEST-----".utf8) { bytes = try GoBase64.decode(text.bytes, .standard) }
      var rest = bytes[...]
      if let block = PEMBlock(nextIn: &rest) {
        guard block.label == "CERTIFICATE REQUEST" else { throw .failed("invalid PEM-encoded certificate signing request") }
        bytes = block.bytes
      }
      return try CertificateRequest(bytes).value(CertificateValue(arena: call.arena))
    },
    Builtin("crypto.x509.parse_keypair", 2) { call throws(BuiltinError) in try keyPair(call) },
    Builtin("crypto.x509.parse_rsa_private_key", 1) { call throws(BuiltinError) in
      let text = try call.text(0)
      if text.count == 0 { throw .failed("input PEM data was empty") }
      if !text.bytes.starts(with: "-----BEGIN".utf8) { _ = try GoBase64.decode(text.bytes, .standard) }
      guard let key = try PrivateKeyInfo.read(text).first else { return .null }
      return key.jsonWebKey(CertificateValue(arena: call.arena))
    },
    Builtin("crypto.parse_private_keys", 1) { call throws(BuiltinError) in
      let text = try call.text(0)
      if text.count == 0 { return .null }
      let json = CertificateValue(arena: call.arena)
      return call.arena.array(try PrivateKeyInfo.read(text).map { $0.value(json) })
    },
  ]

  /// `[true, chain]`, or `[false, []]` whatever is wrong.
  private static func verified(
    _ call: Arguments, _ options: CertificateChain.Options, withURIs: Bool
  ) throws(BuiltinError) -> Value {
    let failure = call.arena.array([.no, call.arena.array([])])
    let text = try call.text(0)
    guard let certificates = try? Certificate.read(text), var chain = try? CertificateChain(certificates, options),
      let path = chain.verified()
    else { return failure }
    let json = CertificateValue(arena: call.arena)
    return call.arena.array([.yes, call.arena.array(path.map { $0.value(json, withURIs: withURIs) })])
  }

  private static let usageNames = [
    "KeyUsageAny", "KeyUsageServerAuth", "KeyUsageClientAuth", "KeyUsageCodeSigning", "KeyUsageEmailProtection",
    "KeyUsageIPSECEndSystem", "KeyUsageIPSECTunnel", "KeyUsageIPSECUser", "KeyUsageTimeStamping", "KeyUsageOCSPSigning",
    "KeyUsageMicrosoftServerGatedCrypto", "KeyUsageNetscapeServerGatedCrypto", "KeyUsageMicrosoftCommercialCodeSigning",
    "KeyUsageMicrosoftKernelCodeSigning",
  ]

  private static func chainOptions(_ call: Arguments) throws(BuiltinError) -> CertificateChain.Options {
    let table = try call.object(1)
    var options = CertificateChain.Options(time: call.machine.now.nanoseconds)
    for index in 0..<table.count {
      guard let name = table.key(index).stringValue else { continue }
      let value = table.value(index)
      switch name {
      case "DNSName":
        guard let text = value.stringValue else { throw .failed("'DNSName' should be a string") }
        options.host = String(trimmed(text, left: true, right: true) { $0 == "\"" })
      case "CurrentTime":
        guard value.isNumber else { throw .failed("'CurrentTime' should be a number") }
        guard let time = value.integerValue else { throw .failed("'CurrentTime' should be a valid int64 number") }
        options.time = time
      case "MaxConstraintComparisons":
        // Chains are short and every comparison is cheap: the limit needs no enforcing of its own.
        guard value.isNumber else { throw .failed("'MaxConstraintComparisons' should be a number") }
        guard value.integerValue != nil else { throw .failed("'MaxConstraintComparisons' should be a valid number") }
      case "KeyUsages":
        guard value.has(.array) || value.has(.set) else { throw .failed("'KeyUsages' should be an Array or Set") }
        let names = value.sortedMembers.compactMap(\.value.stringValue)
        let unknown = names.filter { !usageNames.contains($0) }
        guard unknown.isEmpty else {
          throw .failed("invalid entries for 'KeyUsages' found: [\(unknown.joined(separator: " "))]")
        }
        let usages = names.compactMap { usageNames.firstIndex(of: $0) }
        if !usages.isEmpty { options.usages = usages }
      default: throw .failed("invalid key option")
      }
    }
    return options
  }

  /// A certificate chain with its key, both PEM or DER, both perhaps in base64.
  private static func keyPair(_ call: Arguments) throws(BuiltinError) -> Value {
    func bytes(_ text: Text) throws(BuiltinError) -> [UInt8] {
      text.bytes.starts(with: "-----BEGIN ".utf8) ? text.bytes : try GoBase64.decode(text.bytes, .standard)
    }
    let encodedCertificates = try bytes(try call.text(0))
    let encodedKey = try bytes(try call.text(1))
    let isPEM = encodedCertificates.starts(with: "-----BEGIN ".utf8)
    let chain = isPEM
      ? PEMBlock.all(in: encodedCertificates).filter { $0.label == "CERTIFICATE" }.map(\.bytes) : [encodedCertificates]
    guard let first = chain.first else { throw .failed("tls: failed to find any PEM data in certificate input") }
    var key: PrivateKeyInfo?
    if encodedKey.starts(with: "-----BEGIN ".utf8) {
      for block in PEMBlock.all(in: encodedKey) where key == nil { key = try PrivateKeyInfo(block) }
    } else {
      key = PrivateKeyInfo(der: encodedKey)
    }
    guard let key else { throw .failed("tls: failed to find any PEM data in key input") }
    guard let element = DERElement.only(first[...]) else { throw Certificate.malformed }
    let certificate = try Certificate(element)
    guard key.matches(certificate.publicKey) else { throw .failed("tls: private key does not match public key") }
    let json = CertificateValue(arena: call.arena)
    return json.object([
      ("Certificate", call.arena.array(chain.map { json.data($0) })), ("PrivateKey", key.value(json)),
      ("SupportedSignatureAlgorithms", .null), ("OCSPStaple", .null), ("SignedCertificateTimestamps", .null),
      ("Leaf", certificate.value(json, withURIs: false)),
    ])
  }
}
