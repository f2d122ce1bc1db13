/// Layer 7, and the same scan of answers: what happens when something is found.
///
/// ## Configuration keys
/// - `rule_files` (list of paths of files; default the files of `config/detection`): The rules; at least one file.
/// - `cache_directory` (path; default `state/cache`): Where compiled rules are kept from start to start. Only the
///   gateway may write there.
/// - `classifier` (path, or empty; default `config/detection/attack-classifier.bin`): The embedded classifier
///   of attacks, which layer 10 asks.
/// - `requests`, `answers`: what is done, for each kind of finding.
public struct DetectionSettings: SettingsSection {
  public var ruleFiles = [
    "secrets", "secrets-ai", "secrets-cloud", "secrets-code", "secrets-messaging", "secrets-money",
    "secrets-operations", "secrets-services", "secrets-names", "pii", "pii-countries", "injection",
  ].map { "config/detection/\($0).yaml" }
  public var cacheDirectory = "state/cache"
  public var classifier: String? = "config/detection/attack-classifier.bin"
  public var requests = DetectionActions(credential: .block, pii: .redact, injection: .flag)
  public var answers = DetectionActions(credential: .redact, pii: .redact, injection: .flag)

  public init() {}

  public static let fields: [Field<Self>] = [
    .texts("rule_files", \.ruleFiles, .existingFile),
    .text("cache_directory", \.cacheDirectory, .path),
    .text("classifier", \.classifier, .path),
    .section("requests", \.requests),
    .section("answers", \.answers),
  ]

  public mutating func complete(_ decoding: inout SectionDecoding) {
    if ruleFiles.isEmpty { decoding.report("rule_files", "without rules nothing is found; name a file") }
  }
}

/// What is done with a finding of each kind.
///
/// ## Configuration keys
/// - `credential` (block, redact, flag; default block in requests, redact in answers)
/// - `pii` (block, redact, flag; default redact)
/// - `injection` (block, redact, flag; default flag)
public struct DetectionActions: SettingsSection {
  public var credential: DetectionAction
  public var pii: DetectionAction
  public var injection: DetectionAction

  public init() {
    self.init(credential: .block, pii: .block, injection: .block)
  }

  public init(credential: DetectionAction, pii: DetectionAction, injection: DetectionAction) {
    self.credential = credential
    self.pii = pii
    self.injection = injection
  }

  public static let fields: [Field<Self>] = [
    .choice("credential", \.credential),
    .choice("pii", \.pii),
    .choice("injection", \.injection),
  ]
}

/// What happens to a message in which something was found.
public enum DetectionAction: String, SettingChoice {
  /// The call is refused, or the answer withheld.
  case block
  /// The finding is replaced by `[REDACTED:TYPE]`.
  case redact
  /// The message passes, and the finding is recorded.
  case flag
}
