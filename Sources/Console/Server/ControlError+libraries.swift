import Approvals
import HTTPTypes
import Identity
import Secrets

extension ControlError {
  /// The refusal of a library, with its own code; nil for an error of no library.
  init?(_ error: any Error) {
    switch error {
    case let error as ControlError: self = error
    case let error as ApprovalError: self.init(error)
    case let error as IdentityStoreError: self.init(error)
    case let error as SecretError: self.init(error)
    default: return nil
    }
  }

  private init(_ error: ApprovalError) {
    let status: HTTPResponse.Status =
      switch error {
      case .notFound: .notFound
      case .unavailable: .serviceUnavailable
      default: .conflict
      }
    self.init(status, error.rawValue, error.description)
  }

  private init(_ error: IdentityStoreError) {
    let status: HTTPResponse.Status =
      switch error.code {
      case .invalid: .badRequest
      case .unknown: .notFound
      case .full: .conflict
      default: .serviceUnavailable
      }
    self.init(status, error.code.rawValue, error.detail)
  }

  private init(_ error: SecretError) {
    let status: HTTPResponse.Status =
      switch error.code {
      case .invalid: .badRequest
      case .notFound: .notFound
      case .unavailable: .serviceUnavailable
      default: .conflict
      }
    self.init(status, error.code.rawValue, error.message)
  }
}
