/// Looks at each message of a server before the client sees it, and may edit or refuse it.
///
/// A stream passes through message by message; a layer keeps nothing of one for the next.
protocol AnswerLayer: Sendable {
  func review(_ message: inout ServerMessage, for call: Call, on loop: LoopState) throws(Denial)
}
