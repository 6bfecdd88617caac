@echo off
rem Starts Frameloom; builds it first where it is not built.
rem FRAMELOOM_SCRIPT_JAVA_OPTS adds options for the JVM, FRAMELOOM_SCRIPT_BUILD=never skips the check.
setlocal
set "HOME_DIR=%~dp0"
set "APP=%HOME_DIR%topology\target\app"
if defined JAVA_HOME (set "JAVA=%JAVA_HOME%\bin\java") else (set "JAVA=java")
"%JAVA%" -version >nul 2>&1 || (
  echo frameloom: no Java found; install a JDK, 17 or newer, or set JAVA_HOME 1>&2
  exit /b 1
)
if /i "%FRAMELOOM_SCRIPT_BUILD%"=="never" goto built
if exist "%APP%\built" goto built
echo frameloom: building, once ^(libraries are downloaded the first time^) ... 1>&2
pushd "%HOME_DIR%"
call mvnw.cmd --batch-mode --no-transfer-progress -q -DskipTests package || (popd & exit /b 1)
popd
echo built> "%APP%\built"
:built
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=PASSIVE"
set "JIT=-XX:TieredStopAtLevel=1"
if "%~1"=="serve" set "JIT="
if "%~1"=="models" set "JIT="
if "%~1"=="evaluate" set "JIT="
rem the line that begins "openjdk version" or "java version"; one before it may say which options
rem Java took from the environment
set "VERSION=17"
for /f "tokens=3" %%v in ('call "%JAVA%" -version 2^>^&1 ^| findstr /r /c:"^[a-z]* version "') do (
  for /f "delims=." %%m in ("%%~v") do set "VERSION=%%m"
)
set "NATIVE="
if %VERSION% geq 22 set "NATIVE=--enable-native-access=ALL-UNNAMED"
if %VERSION% geq 24 set "NATIVE=%NATIVE% --sun-misc-unsafe-memory-access=allow"
rem FFmpeg takes names of files in UTF-8, which is Java's own way since 18 only
"%JAVA%" %JIT% %NATIVE% -Xmx1g -Dfile.encoding=UTF-8 -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -Dai.djl.offline=true -DOPT_OUT_TRACKING=true ^
  %FRAMELOOM_SCRIPT_JAVA_OPTS% -cp "%APP%\*" dev.frameloom.cli.Main %*
exit /b %ERRORLEVEL%
