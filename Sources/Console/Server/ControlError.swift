import Basics
import HTTPTypes

/// Why the control plane does not do what it was asked: answered in the form of a denial.
struct ControlError: Error, Equatable {
  let status: HTTPResponse.Status
  /// `control_…`, or the code of the library that refused.
  let code: String
  let message: String
  /// What to do next; may be empty.
  let remediation: String

  init(_ status: HTTPResponse.Status, _ code: String, _ message: String, remediation: String = "") {
    self.status = status
    self.code = code
    self.message = message
    self.remediation = remediation
  }

  static func invalid(_ message: String) -> ControlError {
    ControlError(.badRequest, "control_request_invalid", message, remediation: "Send what the command line sends.")
  }

  static func notFound(_ message: String) -> ControlError {
    ControlError(.notFound, "control_not_found", message)
  }

  var document: JSONValue {
    ["code": .string(code), "message": .string(message), "remediation": .string(remediation)]
  }
}
