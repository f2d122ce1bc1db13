// The names that code asks for. A test holds that every one of them is in the catalogue.
extension Method {
  public static let initialize = Method("initialize")
  public static let ping = Method("ping")
  public static let serverDiscover = Method("server/discover")
  public static let subscriptionsListen = Method("subscriptions/listen")

  public static let toolsList = Method("tools/list")
  public static let toolsCall = Method("tools/call")
  public static let promptsList = Method("prompts/list")
  public static let promptsGet = Method("prompts/get")
  public static let resourcesList = Method("resources/list")
  public static let resourceTemplatesList = Method("resources/templates/list")
  public static let resourcesRead = Method("resources/read")
  public static let resourcesSubscribe = Method("resources/subscribe")
  public static let resourcesUnsubscribe = Method("resources/unsubscribe")
  public static let completionComplete = Method("completion/complete")
  public static let loggingSetLevel = Method("logging/setLevel")

  public static let tasksGet = Method("tasks/get")
  public static let tasksResult = Method("tasks/result")
  public static let tasksList = Method("tasks/list")
  public static let tasksUpdate = Method("tasks/update")
  public static let tasksCancel = Method("tasks/cancel")

  public static let rootsList = Method("roots/list")
  public static let samplingCreateMessage = Method("sampling/createMessage")
  public static let elicitationCreate = Method("elicitation/create")

  public static let initialized = Method("notifications/initialized")
  public static let cancelled = Method("notifications/cancelled")
  public static let progress = Method("notifications/progress")
  public static let message = Method("notifications/message")
  public static let toolsListChanged = Method("notifications/tools/list_changed")
  public static let promptsListChanged = Method("notifications/prompts/list_changed")
  public static let resourcesListChanged = Method("notifications/resources/list_changed")
  public static let resourcesUpdated = Method("notifications/resources/updated")
  public static let rootsListChanged = Method("notifications/roots/list_changed")
  public static let elicitationComplete = Method("notifications/elicitation/complete")
  public static let tasksStatus = Method("notifications/tasks/status")
  public static let tasksChanged = Method("notifications/tasks")
  public static let subscriptionsAcknowledged = Method("notifications/subscriptions/acknowledged")

  /// Every name above, for tests and for tables built at start.
  static let named: [Method] = [
    initialize, ping, serverDiscover, subscriptionsListen, toolsList, toolsCall, promptsList, promptsGet,
    resourcesList, resourceTemplatesList, resourcesRead, resourcesSubscribe, resourcesUnsubscribe,
    completionComplete, loggingSetLevel, tasksGet, tasksResult, tasksList, tasksUpdate, tasksCancel,
    rootsList, samplingCreateMessage, elicitationCreate, initialized, cancelled, progress, message,
    toolsListChanged, promptsListChanged, resourcesListChanged, resourcesUpdated, rootsListChanged,
    elicitationComplete, tasksStatus, tasksChanged, subscriptionsAcknowledged,
  ]
}
