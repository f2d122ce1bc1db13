import Basics

/// What the log and the operator are told of a data subject. None of it names the subject.
enum SubjectRecord {
  static let erasedCode = "subject_erased"
  static let exportedCode = "subject_exported"

  static func erased(_ id: String) -> String { "the key of the data subject \(id) was destroyed" }
  static func exported(_ id: String) -> String { "entries of the data subject \(id) were exported" }

  static let noKey =
    "This data subject has no key: nothing of it is sealed, or it was erased before. Entries that were written in the "
    + "clear cannot be erased."
  static let nothingSealed = "Nobody's entries are sealed (audit.seal_callers is nobody), so nothing can be erased."

  static func document(_ id: String) -> JSONValue { ["subject_id": .string(id), "status": "erased"] }
}
