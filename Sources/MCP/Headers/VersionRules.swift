/// Decides which revision a request speaks, from its headers and its body, and refuses it where the two differ.
///
/// The body is the truth and the headers mirror it; a header is never a reason to let something pass.
///
/// | `MCP-Protocol-Version` | `_meta` version | decision |
/// |---|---|---|
/// | absent | absent | legacy: the session's version, else 2025-03-26 |
/// | absent | any | refused: someone took the header away |
/// | legacy | absent or equal | legacy |
/// | legacy | another | refused |
/// | modern or unknown | absent | refused: metadata missing |
/// | modern or unknown | another | refused |
/// | modern or unknown | equal | the modern ladder: method and name headers, version, method |
///
/// - Source: MCP 2026-07-28, Versioning, and Transports, Request Headers; MCP 2025-11-25, Transports, Protocol
///   Version Header.
public struct VersionRules: Sendable {
  /// Revisions that the gateway enforces.
  public let supported: [ProtocolVersion]

  public init(supported: [ProtocolVersion] = ProtocolVersion.allCases) {
    self.supported = supported.sorted()
  }

  /// The revision that the request is to be handled by.
  ///
  /// - Parameters:
  ///   - negotiated: What the request's session negotiated; nil outside a session.
  /// - Throws: ``HeaderError``; `header_version_unsupported` is answered with ``supported`` and what was asked for.
  public func version(
    of envelope: Envelope, headers: MCPHeaders, negotiated: ProtocolVersion? = nil
  ) throws(HeaderError) -> ProtocolVersion {
    let body = envelope.statedVersion
    guard let header = headers.protocolVersion else {
      if body != nil { throw HeaderError(.missing, .protocolVersion) }
      return negotiated ?? .assumedWhenUnstated
    }
    let text = String(decoding: header, as: UTF8.self)
    guard let version = ProtocolVersion(rawValue: text), version.era == .legacy else {
      return try modernVersion(text, body: body, of: envelope, headers: headers)
    }
    if let body, body != text { throw HeaderError(.mismatch, .protocolVersion) }
    guard supported.contains(version) else { throw HeaderError(.legacyVersionUnsupported, .protocolVersion) }
    // A new handshake negotiates anew, whatever an old session had.
    if let negotiated, negotiated != version, envelope.method != .initialize {
      throw HeaderError(.versionNotNegotiated, .protocolVersion)
    }
    return version
  }

  /// The version to offer upstream for what a legacy client offered: never one that the gateway does not enforce,
  /// and never a newer one.
  public func capped(_ offered: String) -> ProtocolVersion? {
    let legacy = supported.filter { $0.era == .legacy }
    guard let version = ProtocolVersion(rawValue: offered) else {
      // An unknown text may be a date to come; the newest that we know is what a server would answer too.
      return legacy.last
    }
    return legacy.last { $0 <= version } ?? legacy.first
  }

  // MARK: The modern ladder

  private func modernVersion(
    _ text: String, body: String?, of envelope: Envelope, headers: MCPHeaders
  ) throws(HeaderError) -> ProtocolVersion {
    if envelope.isResponse { throw HeaderError(.responseNotAllowed, .protocolVersion) }
    if envelope.isRequest {
      guard let body, envelope.clientCapabilities != nil else {
        throw HeaderError(.metadataMissing, .protocolVersion)
      }
      guard body == text else { throw HeaderError(.mismatch, .protocolVersion) }
      try checkMirrors(of: envelope, headers)
    } else if let body, body != text {
      throw HeaderError(.mismatch, .protocolVersion)
    }
    guard let version = ProtocolVersion(rawValue: text), supported.contains(version) else {
      throw HeaderError(.versionUnsupported, .protocolVersion)
    }
    if envelope.isRequest, let entry = envelope.method?.entry, !entry.isAllowed(from: .client, in: version) {
      throw HeaderError(.methodNotInRevision, .method)
    }
    return version
  }

  /// Holds `Mcp-Method` and `Mcp-Name` against the body.
  private func checkMirrors(of envelope: Envelope, _ headers: MCPHeaders) throws(HeaderError) {
    guard let method = headers.method else { throw HeaderError(.missing, .method) }
    guard let own = envelope.method, method.elementsEqual(own.name.utf8) else {
      throw HeaderError(.mismatch, .method)
    }
    let isMirrored = own.entry?.isNameMirrored == true
    guard let value = headers.name else {
      if isMirrored { throw HeaderError(.missing, .name) }
      return
    }
    guard let decoded = SentinelText.decoded(value) else { throw HeaderError(.valueInvalid, .name) }
    guard isMirrored else { return }
    guard let name = envelope.name, decoded.elementsEqual(name.utf8) else {
      throw HeaderError(.mismatch, .name)
    }
  }
}
