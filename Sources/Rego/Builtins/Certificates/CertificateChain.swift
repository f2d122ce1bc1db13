/// Looks for a way from the last of some certificates to the first, which is trusted (RFC 5280, section 6).
struct CertificateChain {
  /// Longest way, in certificates, and most attempts to step along one.
  static let lengthLimit = 16
  static let attemptLimit = 1000

  struct Options {
    var host: String?
    /// Nanoseconds since 1970.
    var time: Int64
    /// Any of these extended key usages must be allowed all along.
    var usages = [CertificateExtensions.serverUsage]
  }

  private let root: Certificate
  private let intermediates: [Certificate]
  private let leaf: Certificate
  private let options: Options
  private var attempts = 0

  init(_ certificates: [Certificate], _ options: Options) throws(BuiltinError) {
    guard let root = certificates.first, let leaf = certificates.last, certificates.count >= 2 else {
      throw .operand(1, "must supply at least two certificates to be able to verify")
    }
    self.root = root
    self.leaf = leaf
    self.options = options
    intermediates = Array(certificates.dropFirst().dropLast())
  }

  /// From the leaf to the root; nil if there is no such way.
  mutating func verified() -> [Certificate]? {
    guard leaf.extensions.unhandledCritical.isEmpty, isCurrent(leaf) else { return nil }
    if let host = options.host, !host.isEmpty, !HostNames.match(host, leaf.extensions.names) { return nil }
    guard let chain = extend([leaf]), allowsUsage(chain) else { return nil }
    return chain
  }

  private func isCurrent(_ certificate: Certificate) -> Bool {
    options.time >= certificate.notBefore && options.time <= certificate.notAfter
  }

  private mutating func extend(_ chain: [Certificate]) -> [Certificate]? {
    guard let last = chain.last, chain.count < Self.lengthLimit else { return nil }
    if canSign(root, last, chain) { return chain + [root] }
    for candidate in intermediates where !chain.contains(where: { $0.raw == candidate.raw }) {
      guard canSign(candidate, last, chain) else { continue }
      if let whole = extend(chain + [candidate]) { return whole }
    }
    return nil
  }

  private mutating func canSign(_ issuer: Certificate, _ certificate: Certificate, _ chain: [Certificate]) -> Bool {
    attempts += 1
    guard attempts <= Self.attemptLimit, issuer.subject.raw == certificate.issuer.raw, isCurrent(issuer) else { return false }
    let extensions = issuer.extensions
    guard extensions.unhandledCritical.isEmpty else { return false }
    if issuer.version == 3, !extensions.hasBasicConstraints || !extensions.isAuthority { return false }
    // Bit 5 is the right to sign certificates; without the extension everything is allowed.
    if extensions.keyUsage != 0, extensions.keyUsage & 1 << 5 == 0 { return false }
    if extensions.pathLength >= 0, chain.count - 1 > extensions.pathLength { return false }
    guard chain.allSatisfy({ extensions.constraints.allow($0.extensions.names) }) else { return false }
    guard let key = issuer.publicKey.material else { return false }
    return certificate.signatureAlgorithm.verify(Array(certificate.signedPart), certificate.signature, key)
  }

  private func allowsUsage(_ chain: [Certificate]) -> Bool {
    if options.usages.contains(CertificateExtensions.anyUsage) { return true }
    return options.usages.contains { usage in
      chain.allSatisfy { certificate in
        let allowed = certificate.extensions.extendedKeyUsages
        let isFree = allowed.isEmpty && certificate.extensions.unknownKeyUsages.isEmpty
        return isFree || allowed.contains(usage) || allowed.contains(CertificateExtensions.anyUsage)
      }
    }
  }
}

/// Whether a name is one of a certificate's (RFC 6125).
private enum HostNames {
  static func match(_ host: String, _ names: GeneralNames) -> Bool {
    var host = host
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    if let address = Network(host), !host.contains("/") {
      return names.addresses.contains { bytes in
        let network = GeneralNames.network(bytes)
        return network.contains(address) && address.contains(network)
      }
    }
    if host.hasSuffix(".") { host.removeLast() }
    return names.hosts.contains { matches(host.lowercased(), $0.lowercased()) }
  }

  /// A star stands for the whole first label.
  private static func matches(_ host: String, _ pattern: String) -> Bool {
    var wanted = pattern.split(separator: ".", omittingEmptySubsequences: false)
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    if wanted.last == "" { wanted.removeLast() }
    guard labels.count == wanted.count, !labels.contains("") else { return false }
    return zip(labels, wanted).enumerated().allSatisfy { index, pair in
      pair.0 == pair.1 || index == 0 && pair.1 == "*" && wanted.count > 1
    }
  }
}
