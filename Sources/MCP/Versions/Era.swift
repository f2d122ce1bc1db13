/// The two ways in which the protocol holds a conversation.
///
/// - Source: MCP 2026-07-28, Versioning, Terminology.
public enum Era: String, Sendable {
  /// `initialize` opens a session, and what was negotiated holds for that session (2024-11-05 … 2025-11-25).
  case legacy
  /// Every request carries its own version and capabilities in `_meta`; there are no sessions (2026-07-28).
  case modern
}
