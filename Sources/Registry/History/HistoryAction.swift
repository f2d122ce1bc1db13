/// What happened to a tool.
public enum HistoryAction: String, Sendable, CaseIterable {
  /// A registered tool was offered for the first time, as it was registered.
  case seen
  /// A tool that nobody registered was taken up, as the configuration says.
  case admitted
  /// A tool that nobody registered is withheld until somebody approves it.
  case quarantined
  /// A tool is no longer what it was, and is withheld.
  case changed
  /// A definition holds what the detection rules find, and is withheld.
  case poisoned
  /// A person has accepted a definition.
  case approved

  /// Whether the definition may be called from then on.
  public var accepts: Bool {
    switch self {
    case .seen, .admitted, .approved: true
    case .quarantined, .changed, .poisoned: false
    }
  }
}
