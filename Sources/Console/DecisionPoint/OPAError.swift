import Basics
import HTTPTypes
import Policy
import Rego

/// Why the decision point does not do what it was asked, in OPA's words. Source: OPA, REST API, Errors.
struct OPAError: Error {
  enum Code: String {
    case invalidParameter = "invalid_parameter"
    case invalidOperation = "invalid_operation"
    case notFound = "resource_not_found"
    case conflict = "resource_conflict"
    case undefined = "undefined_document"
    case unauthorized
    case internalError = "internal_error"
  }

  let status: HTTPResponse.Status
  let code: Code
  let message: String
  /// What the compiler or the evaluation says, one for each place.
  var errors: [JSONValue] = []

  init(_ status: HTTPResponse.Status, _ code: Code, _ message: String, errors: [JSONValue] = []) {
    self.status = status
    self.code = code
    self.message = message
    self.errors = errors
  }

  static func invalid(_ message: String) -> OPAError { OPAError(.badRequest, .invalidParameter, message) }

  /// For a policy or a document that the others do not compile with.
  static func compiling(_ errors: PolicyErrors) -> OPAError {
    OPAError(
      .badRequest, .invalidParameter, "error(s) occurred while compiling module(s)",
      errors: errors.problems.map(\.document))
  }

  /// For a query.
  static func preparing(_ error: RegoError) -> OPAError {
    let stage = error.code == .parse ? "parsing" : "compiling"
    return OPAError(
      .badRequest, .invalidParameter, "error(s) occurred while \(stage) query", errors: [error.document])
  }

  static func evaluating(_ error: RegoError) -> OPAError {
    OPAError(
      .internalServerError, .internalError, "error(s) occurred while evaluating query", errors: [error.document])
  }

  init(_ error: DocumentError) {
    switch error.code {
    case .notFound: self.init(.notFound, .notFound, error.message)
    case .conflict: self.init(.notFound, .conflict, error.message)
    case .invalid, .owned: self.init(.badRequest, .invalidParameter, error.message)
    case .tooLarge: self.init(.contentTooLarge, .invalidParameter, error.message)
    }
  }

  /// Any error of a handler.
  init(_ error: any Error) {
    switch error {
    case let error as OPAError: self = error
    case let error as DocumentError: self.init(error)
    case let error as PolicyErrors: self = .compiling(error)
    case let error as RegoError: self = .evaluating(error)
    case let error as FileError: self.init(.internalServerError, .internalError, error.description)
    case let error as ControlError: self.init(error.status, .unauthorized, error.message)
    default: self.init(.internalServerError, .internalError, "The decision point could not do this.")
    }
  }

  var document: JSONValue {
    var object: JSONObject = ["code": .string(code.rawValue), "message": .string(message)]
    if !errors.isEmpty { object["errors"] = .array(errors) }
    return .object(object)
  }
}

extension RegoError {
  /// As OPA writes it.
  var document: JSONValue {
    [
      "code": .string(code.rawValue), "message": .string(message),
      "location": ["file": .string(file), "row": .integer(row), "col": .integer(column)],
    ]
  }
}
