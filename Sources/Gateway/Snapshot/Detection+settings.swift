import Detection
import Settings

extension DetectionProfile {
  /// Text that could not be looked at whole is refused, whatever else is configured.
  init(_ actions: DetectionActions) {
    self.init(
      credentials: .init(actions.credential), pii: .init(actions.pii), injection: .init(actions.injection),
      limits: .block)
  }
}

extension Detection.DetectionAction {
  init(_ action: Settings.DetectionAction) {
    switch action {
    case .block: self = .block
    case .redact: self = .redact
    case .flag: self = .flag
    }
  }
}
