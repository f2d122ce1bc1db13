import ArgumentParser
import Audit
import Basics
import Settings
import Storage

/// In what role the log is read: which fields are shown, and which are withheld.
struct ReaderOptions: ParsableArguments {
  @Option(name: .customLong("as"), help: "viewer, auditor or admin: show what this role may see (audit.classification).")
  var role = "admin"

  func validate() throws {
    guard AuditReader(rawValue: role) != nil else { throw ValidationError("A role is viewer, auditor or admin.") }
  }

  func reader(_ configuration: Configuration) -> RecordReader {
    RecordReader(Self.vault(configuration), FieldClassification(configuration.audit.classification), role: role, now: .now())
  }

  /// The keys, where they are at hand; nothing is made.
  static func vault(_ configuration: Configuration) -> SubjectVault? {
    let directory = configuration.stateDirectory
    guard (try? FileBytes.permissions("\(directory)/\(SubjectVault.keyFile)")) != nil,
      let state = try? StateDirectory(directory), let database = try? StateDatabase(in: state)
    else { return nil }
    return try? SubjectVault(database, in: state)
  }
}

extension FieldClassification {
  init(_ settings: ClassificationSettings) {
    self.init(
      classes: [
        .public: Rule(settings.publicClass), .internal: Rule(settings.internalClass),
        .confidential: Rule(settings.confidentialClass), .restricted: Rule(settings.restrictedClass),
      ], members: settings.fields.compactMapValues { FieldClass(rawValue: $0) })
  }
}

extension FieldClassification.Rule {
  init(_ settings: ClassSettings) {
    self.init(
      retention: settings.retentionDays > 0 ? .seconds(86_400 * settings.retentionDays) : nil,
      readers: Set(settings.readers.map(\.rawValue)))
  }
}
