/// A revision of the Model Context Protocol, ordered by date.
///
/// The raw value is the text that travels in `protocolVersion` and in the `MCP-Protocol-Version` header.
public enum ProtocolVersion: String, CaseIterable, Comparable, Sendable {
  case v2024_11_05 = "2024-11-05"
  case v2025_03_26 = "2025-03-26"
  case v2025_06_18 = "2025-06-18"
  case v2025_11_25 = "2025-11-25"
  case v2026_07_28 = "2026-07-28"

  /// What a legacy request without version header and without session speaks.
  ///
  /// - Source: MCP 2025-11-25, Transports, Protocol Version Header.
  public static let assumedWhenUnstated = ProtocolVersion.v2025_03_26

  /// The newest revision that opens with `initialize`.
  public static let newestLegacy = ProtocolVersion.v2025_11_25

  public var era: Era { self < .v2026_07_28 ? .legacy : .modern }

  /// Whether a POST body may be an array of messages: only 2025-03-26 obliges servers to receive batches over
  /// Streamable HTTP.
  public var allowsBatches: Bool { self == .v2025_03_26 }

  /// Whether the client must repeat the negotiated version in a header on every request of the session.
  public var requiresVersionHeader: Bool { self >= .v2025_06_18 }

  /// Whether the server may send requests of its own to the client.
  public var allowsServerRequests: Bool { era == .legacy }

  public static func < (left: ProtocolVersion, right: ProtocolVersion) -> Bool {
    left.rank < right.rank
  }

  /// Position in ``allCases``; also the bit of this revision in ``Revisions``.
  var rank: UInt8 {
    switch self {
    case .v2024_11_05: 0
    case .v2025_03_26: 1
    case .v2025_06_18: 2
    case .v2025_11_25: 3
    case .v2026_07_28: 4
    }
  }
}
