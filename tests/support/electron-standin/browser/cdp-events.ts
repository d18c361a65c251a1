/** The events of the DevTools protocol the stand-in listens to, with the fields it reads. */
export interface CdpEvents {
  'Fetch.requestPaused': PausedRequest;
  'Page.domContentEventFired': object;
  'Page.frameAttached': { frameId: string; parentFrameId: string };
  'Page.frameNavigated': { frame: { id: string; parentId?: string; url: string; urlFragment?: string } };
  'Page.lifecycleEvent': { frameId: string; loaderId: string; name: string };
  'Page.navigatedWithinDocument': { frameId: string; url: string };
  'Page.windowOpen': { url: string; windowName: string; windowFeatures: string[] };
  'Runtime.bindingCalled': { name: string; payload: string; executionContextId: number };
  'Runtime.exceptionThrown': {
    exceptionDetails: { executionContextId?: number; text: string; exception?: { description?: string } };
  };
  'Runtime.executionContextCreated': {
    context: { id: number; name: string; auxData?: { frameId?: string; isDefault?: boolean } };
  };
  'Runtime.executionContextDestroyed': { executionContextId: number };
  'Runtime.executionContextsCleared': object;
  'Target.targetCreated': { targetInfo: TargetInfo };
  'Target.targetDestroyed': { targetId: string };
  'Target.targetCrashed': { targetId: string; status: string };
}

export interface TargetInfo {
  targetId: string;
  type: string;
  title: string;
  url: string;
  openerId?: string;
}

export interface HeaderEntry {
  name: string;
  value: string;
}

/** A request stopped on its way out, or (with a status or error) its response on the way in. */
export interface PausedRequest {
  requestId: string;
  request: {
    url: string;
    urlFragment?: string;
    method: string;
    headers: Record<string, string>;
    postDataEntries?: { bytes?: string }[];
  };
  frameId: string;
  resourceType: string;
  responseStatusCode?: number;
  responseStatusText?: string;
  responseErrorReason?: string;
  responseHeaders?: HeaderEntry[];
  redirectedRequestId?: string;
}
