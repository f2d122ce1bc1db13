public import Basics

/// How one bundle is, in the words of OPA's status API.
public struct BundleStatus: Sendable, Equatable {
  public let name: String
  /// Of what is in force; nil if nothing is.
  public internal(set) var activeRevision: String?
  public internal(set) var isActive = false
  public internal(set) var byteCount = 0
  public internal(set) var lastRequest: Timestamp?
  public internal(set) var lastSuccessfulRequest: Timestamp?
  public internal(set) var lastSuccessfulDownload: Timestamp?
  public internal(set) var lastSuccessfulActivation: Timestamp?
  /// What went wrong last; nil if the last look went well.
  public internal(set) var error: BundleError?

  public init(name: String) { self.name = name }

  /// A look at the server begins.
  public mutating func request(at now: Timestamp) { lastRequest = now }

  /// The server had nothing new.
  public mutating func unchanged(at now: Timestamp) {
    lastSuccessfulRequest = now
    error = nil
  }

  public mutating func downloaded(at now: Timestamp) {
    lastSuccessfulRequest = now
    lastSuccessfulDownload = now
  }

  public mutating func activated(_ bundle: PolicyArchive, at now: Timestamp) {
    isActive = true
    activeRevision = bundle.manifest.revision
    byteCount = bundle.byteCount
    lastSuccessfulActivation = now
    error = nil
  }

  public mutating func failed(_ error: BundleError) { self.error = error }

  public var document: JSONValue {
    var object: JSONObject = ["name": .string(name), "type": "snapshot", "size": .integer(byteCount)]
    if let activeRevision { object["active_revision"] = .string(activeRevision) }
    for (key, time) in [
      ("last_request", lastRequest), ("last_successful_request", lastSuccessfulRequest),
      ("last_successful_download", lastSuccessfulDownload),
      ("last_successful_activation", lastSuccessfulActivation),
    ] {
      if let time { object[key] = .string(time.rfc3339) }
    }
    if let error {
      object["code"] = "bundle_error"
      object["message"] = .string(error.description)
      if !error.problems.isEmpty { object["errors"] = .array(error.problems.map(\.document)) }
      if let status = error.httpStatus { object["http_code"] = .string(String(status)) }
    }
    return .object(object)
  }
}

extension PolicyProblem {
  /// As OPA writes an error of the compiler.
  public var document: JSONValue {
    [
      "code": .string(code), "message": .string(message),
      "location": ["file": .string(file), "row": .integer(row), "col": .integer(column)],
    ]
  }
}
