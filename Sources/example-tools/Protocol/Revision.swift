/// The protocol revisions that the server speaks.
enum Revision {
  /// Stateless, a request stands alone.
  static let modern = "2026-07-28"
  /// Opened by `initialize`, newest first.
  static let handshake = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]

  /// The revision to answer `initialize` with: the client's if it is spoken here, else the newest.
  static func negotiated(_ offered: String?) -> String {
    offered.flatMap { handshake.contains($0) ? $0 : nil } ?? handshake[0]
  }
}
